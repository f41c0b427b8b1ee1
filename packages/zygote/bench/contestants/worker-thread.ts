import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Contestant } from './contestant.ts';

/** A thread of this process, ready with its first message. It shares the process's fate. */
export function workerThread(module: URL): Contestant {
  return {
    name: 'worker_threads, to first message',
    start: async () => {
      const worker = new Worker(module);
      await once(worker, 'message');
      const post = worker.postMessage.bind(worker);
      return {
        pid: undefined,
        task: () => {
          const answered = once(worker, 'message');
          post('task');
          return answered;
        },
        end: () => worker.terminate(),
      };
    },
    close: () => Promise.resolve(),
  };
}
