import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Sampler } from './bench-case.ts';

/** A contestant that lives in a process of its own. */
export interface Isolated {
  readonly sample: Sampler;
  readonly close: () => Promise<void>;
}

/**
 * Starts a module that calls `serveSampler`, and asks it for each sample. What another contestant
 * made the engine assume and take back then costs only that other: beside some peers, code that
 * shares nothing with them but the process takes nearly twice as long.
 */
export function isolated(module: URL, args: readonly string[]): Isolated {
  const child = fork(module, args);
  return {
    sample: async () => {
      const answered = answerOf(child);
      child.send('sample');
      return answered;
    },
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** Answers, in a process started by `isolated`, with a sample each time it is asked. */
export function serveSampler(sample: Sampler): void {
  process.on('message', () => {
    void sample().then((value) => process.send?.(value));
  });
  // Timers of what is measured would keep this process beyond the benchmark that started it.
  process.once('disconnect', () => process.exit());
}

function answerOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    const onExit = (): void => reject(new Error('a contestant has ended without an answer'));
    child.once('exit', onExit);
    child.once('message', (value) => {
      child.off('exit', onExit);
      resolve(Number(value));
    });
  });
}
