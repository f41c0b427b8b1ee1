import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { COMMAND, environmentOf } from './agent.ts';
import type { Program, Starter } from './contestant.ts';
import { createGreeter } from './greeter.ts';

/**
 * They bound how many run, not how many start: for all to be alive together, all must be started at
 * once. Output is left ungrouped, which costs GNU parallel least.
 */
const WORDS: Readonly<Record<Program, (count: number) => readonly [string, ...string[]]>> = {
  'xargs -P': (count) => ['xargs', '-n', '1', '-P', String(count)],
  'GNU parallel': (count) => ['parallel', '--ungroup', '-j', String(count)],
};

export function isInstalled(program: Program): boolean {
  const [command] = WORDS[program](1);
  return spawnSync(command, ['--version']).status === 0;
}

/** Agents as children of a program. They share one id, which spares a shell or `env` for each. */
export function programStarter(program: Program): Starter {
  return {
    start: async (count) => {
      const allReady = Promise.withResolvers<void>();
      const greeter = await createGreeter(() => {
        if (greeter.alive === count) allReady.resolve();
      });
      const [command, ...words] = WORDS[program](count);
      const child = spawn(command, [...words, ...COMMAND], {
        env: environmentOf('peer', greeter.socketPath),
        stdio: ['pipe', 'ignore', 'inherit'],
      });
      const exited = once(child, 'exit');
      child.stdin?.end('agent\n'.repeat(count));
      const tooSoon = exited.then(() => {
        throw new Error(`${program} has ended before all its agents were ready`);
      });
      await Promise.race([allReady.promise, tooSoon]);
      tooSoon.catch(() => undefined);
      return {
        end: async () => {
          await greeter.close();
          await exited;
        },
      };
    },
    close: () => Promise.resolve(),
  };
}
