import { readFile, stat } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { machineSchema } from '../src/journal/journal-schema.ts';
import { fingerprintOf, readMachine } from '../src/machine/machine.ts';
import { keepMachineFile } from '../src/machine/machine-file.ts';
import { temporaryFolder } from './support/temporary.ts';

describe('the fingerprint', () => {
  test('is the same each time it is read', async () => {
    const machine = await readMachine();
    expect(await readMachine()).toEqual(machine);
    expect(machineSchema.parse(machine)).toEqual(machine);
  });

  test('tells neither the host name nor the machine id', async () => {
    const text = JSON.stringify(await readMachine());
    expect(text).not.toContain(`"${os.hostname()}"`);
    const id = await readFile('/etc/machine-id', 'utf8').catch(() => 'no such file');
    expect(text).not.toContain(id.trim());
  });

  test('changes its id with each fact', async () => {
    const { id, ...facts } = await readMachine();
    expect(fingerprintOf(facts).id).toBe(id);
    for (const [fact, value] of Object.entries(facts)) {
      const changed = { ...facts, [fact]: typeof value === 'number' ? value + 1 : `${value}x` };
      expect(fingerprintOf(changed).id).not.toBe(id);
    }
  });
});

describe('the machine file', () => {
  test('lies at the root of the workspace and is written only when it changes', async () => {
    const root = await temporaryFolder({
      'pnpm-workspace.yaml': '',
      'packages/a/package.json': '{}',
    });
    const first = await keepMachineFile(join(root, 'packages/a'));
    expect(first).toMatchObject({ path: join(root, '.muster/machine.json'), changed: true });
    const written = await stat(first.path);
    const second = await keepMachineFile(root);
    expect(second.changed).toBe(false);
    expect((await stat(first.path)).ino).toBe(written.ino);
    expect(JSON.parse(await readFile(first.path, 'utf8'))).toEqual(await readMachine());
  });
});
