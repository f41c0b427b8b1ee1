import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Contestant } from './contestant.ts';

/** Node's own child process with a channel, ready with its first message. */
export function nodeFork(module: URL): Contestant {
  return {
    name: 'child_process.fork, to first message',
    start: async () => {
      const child = fork(module, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      const exited = once(child, 'exit');
      await once(child, 'message');
      return {
        pid: child.pid,
        task: () => {
          const answered = once(child, 'message');
          child.send('task');
          return answered;
        },
        end: () => {
          child.kill('SIGKILL');
          return exited;
        },
      };
    },
    close: () => Promise.resolve(),
  };
}
