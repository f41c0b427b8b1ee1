#!/usr/bin/env node
import { keepMachineFile } from '@muster/experiment/machine';

const { machine } = await keepMachineFile(process.cwd());
process.stdout.write(`${machine.id}\n`);
