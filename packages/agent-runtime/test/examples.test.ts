import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const EXAMPLES = new URL('../../../examples/agents/', import.meta.url);

test.each(['python', 'shell', 'typescript'])(
  'the %s example prints what its page says, and complains of nothing',
  async (name) => {
    const page = await readFile(new URL(`${name}/README.md`, EXAMPLES), 'utf8');
    const main = fileURLToPath(new URL(`${name}/main.ts`, EXAMPLES));

    const { stdout, stderr } = await run(process.execPath, [main]);

    expect(stderr).toBe('');
    expect(page).toContain(`\n\`\`\`\n${stdout}\`\`\``);
  },
);
