import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createExecLauncher, systemClock } from '@muster/agent-runtime';
import type { BenchCase } from '../../../tooling/bench/index.ts';
import { echoSpec } from './echo-spec.ts';

const FLOOR = 'spawn node -e 0, to its exit';

/** Starting one process after another: each sample is a real process, ended before the next. */
export async function coldStart(): Promise<BenchCase> {
  const launcher = await createExecLauncher();
  return {
    name: 'cold start to ready, one by one (ours: hello, token and ready; fork: first message of a bare module)',
    unit: 'ms',
    rounds: 30,
    warmupRounds: 2,
    ours: async () => {
      const askedAtMs = systemClock.now();
      const agent = await launcher.launch(echoSpec);
      const readyMs = systemClock.now() - askedAtMs;
      await agent.stop();
      return readyMs;
    },
    peers: {
      'child_process.fork, to its first message': forkToMessage,
      [FLOOR]: spawnToExit,
    },
    floors: [FLOOR],
    close: () => launcher.close(),
  };
}

async function forkToMessage(): Promise<number> {
  const askedAtMs = systemClock.now();
  const child = fork(new URL('peers/say-ready.js', import.meta.url));
  const exited = exitOf(child);
  await once(child, 'message');
  const readyMs = systemClock.now() - askedAtMs;
  child.kill('SIGKILL');
  await exited;
  return readyMs;
}

async function spawnToExit(): Promise<number> {
  const askedAtMs = systemClock.now();
  await exitOf(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }));
  return systemClock.now() - askedAtMs;
}

async function exitOf(child: ChildProcess): Promise<void> {
  await once(child, 'exit');
}
