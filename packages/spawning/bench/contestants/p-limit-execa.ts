import { execa } from 'execa';
import pLimit from 'p-limit';
import { COMMAND, environmentOf } from './agent.ts';
import type { Starter } from './contestant.ts';
import { createGreeter } from './greeter.ts';

/** What a user of Node would write: a limit on starts, execa for each, ready by its own word. */
export function pLimitStarter(atOnce: number): Starter {
  const [program, ...words] = COMMAND;
  return {
    start: async (count) => {
      const waiting = new Map<string, () => void>();
      const greeter = await createGreeter((agentId) => waiting.get(agentId)?.());
      const limit = pLimit(atOnce);
      const startOne = async (agentId: string): Promise<{ readonly exited: Promise<unknown> }> => {
        const ready = new Promise<void>((resolve) => waiting.set(agentId, resolve));
        const env = environmentOf(agentId, greeter.socketPath);
        const child = execa(program, words, {
          env,
          extendEnv: false,
          stdin: 'ignore',
          reject: false,
        });
        const tooSoon = child.then(({ shortMessage }) => {
          throw new Error(`${agentId} has ended before it was ready: ${shortMessage}`);
        });
        await Promise.race([ready, tooSoon]);
        tooSoon.catch(() => undefined);
        return { exited: child };
      };
      const ids = Array.from({ length: count }, (_, place) => `agent-${place}`);
      const children = await Promise.all(ids.map((id) => limit(startOne, id)));
      if (greeter.alive !== count) throw new Error(`${greeter.alive} of ${count} are alive`);
      return {
        end: async () => {
          await greeter.close();
          await Promise.all(children.map(({ exited }) => exited));
        },
      };
    },
    close: () => Promise.resolve(),
  };
}
