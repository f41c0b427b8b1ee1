import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { systemClock } from '@muster/agent-runtime';
import type { BenchCase } from '../../../tooling/bench/index.ts';
import { recordSprints } from './record-sprints.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const FLOOR = 'node -e 0';

/** The command as a person waits for it: start, loading and code that is not compiled yet included. */
export async function judgeCommand(): Promise<BenchCase> {
  const { what, results, remove } = await recordSprints();
  return {
    name: `\`muster judge\`, from its start to its exit: ${what}`,
    unit: 'ms',
    rounds: 9,
    ours: () => untilExit([MAIN, 'judge', ...results]),
    peers: { [FLOOR]: () => untilExit(['-e', '0']) },
    floors: [FLOOR],
    close: remove,
  };
}

async function untilExit(args: readonly string[]): Promise<number> {
  const startedAtMs = systemClock.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  await once(child, 'exit');
  if (child.exitCode !== 0) throw new Error(`${args.join(' ')} must exit with 0`);
  return systemClock.now() - startedAtMs;
}
