#!/usr/bin/env node
// Resolves to dist under the condition "@muster/dist", which is how measurements are run, else to src.
import { main } from '@muster/experiment/main';

// Exits by force: a trial that was left behind at an interrupt may still hold the event loop.
process.exit(await main());
