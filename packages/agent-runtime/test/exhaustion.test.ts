import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

const fixture = fileURLToPath(new URL('fixtures/few-descriptors.ts', import.meta.url));

test.each([0, 1, 2, 3, 4, 5, 6, 8, 20])(
  'with %i descriptors to spare a launcher is made or refused by name, and leaves nothing',
  async (spare) => {
    const TMPDIR = await mkdtemp(join(tmpdir(), 'muster-test-'));
    onTestFinished(() => rm(TMPDIR, { recursive: true, force: true }));
    const command = `ulimit -n 64; exec "$0" "$@"`;
    const args = ['-c', command, process.execPath, fixture, String(spare)];

    const { stdout } = await promisify(execFile)('/bin/sh', args, {
      env: { ...process.env, TMPDIR },
    });

    expect(stdout).toMatch(/^(made|Error: no agents can be started here: .*EMFILE.*)$/);
    expect(readdirSync(TMPDIR)).toEqual([]);
  },
);
