import { Module } from 'node:module';
import { IDENTITY_VARIABLES } from '@muster/agent-runtime/deferral';
import type { ForkHooks } from '../hooks.ts';
import type { EnvironmentSwitch } from './environment.ts';
import type { ChildWords } from './plan.ts';
import type { Preloaded } from './preload.ts';
import type { Randomness } from './randomness.ts';

export interface ChildParts {
  readonly randomness: Randomness;
  readonly environment: EnvironmentSwitch;
  readonly restartTime: () => void;
  readonly hooks: readonly ForkHooks[];
}

/**
 * Makes this process what it would be had it been started for `words`, and runs its agent: as it was
 * preloaded, or from its module, which is then the program's main one.
 */
export function become(
  pid: number,
  words: ChildWords,
  parts: ChildParts,
  { agents }: Pick<Preloaded, 'agents'>,
): void {
  const { module, env, cwd } = words;
  const starts = agents.get(module);
  Object.defineProperty(process, 'pid', { value: pid, enumerable: true, configurable: true });
  process.argv = [process.execPath, module, ...words.args];
  // One that is served at once reads its identity from the words and would only remove it again.
  parts.environment.take(env, starts === undefined ? [] : IDENTITY_VARIABLES);
  // The native side is there already; this is for the copy of it that process.cwd() keeps.
  if (process.cwd() !== cwd) process.chdir(cwd);
  process.title = process.argv.join(' ');
  parts.restartTime();
  parts.randomness.differ(words.seed);
  for (const { afterFork } of parts.hooks) afterFork?.();
  if (starts !== undefined) {
    for (const start of starts) start(env);
    return;
  }
  // The zygote forks while Node tells that its loop is empty. Let it turn once more: Node would not
  // tell a program again that has nothing to wait for.
  setImmediate(() => Module.runMain());
}
