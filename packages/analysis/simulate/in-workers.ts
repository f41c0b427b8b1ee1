import { fork } from 'node:child_process';
import type { Tally } from './tally.ts';

/** How often, and from which seed. */
export interface Repeated {
  readonly repetitions: number;
  readonly seed: number;
}

/**
 * Tallies cells, named by their place in `CELLS`, in several processes; resolves in the order that was
 * asked for. A cell's chance depends on its name and the seed alone, so workers change nothing.
 * Rejects when a worker ends before its work does.
 */
export async function tallyInWorkers(
  places: readonly number[],
  { repetitions, seed }: Repeated,
  workers: number,
  progress: (done: number) => void,
): Promise<Tally[]> {
  const left = [...places];
  const tallies = new Map<number, Tally>();
  const work = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = fork(new URL('worker.ts', import.meta.url), [`${repetitions}`, `${seed}`]);
      const next = (): void => {
        const at = left.shift();
        if (at === undefined) worker.disconnect();
        else worker.send(at);
      };
      worker.on('error', reject);
      worker.on('exit', (code) => {
        if (code === 0) resolve();
        else reject(new Error(`a worker of the simulation ended with ${code}`));
      });
      worker.on('message', (message) => {
        const { at, tally } = message as { readonly at: number; readonly tally: Tally };
        tallies.set(at, tally);
        progress(tallies.size);
        next();
      });
      next();
    });
  await Promise.all(Array.from({ length: workers }, work));
  return places.flatMap((at) => tallies.get(at) ?? []);
}
