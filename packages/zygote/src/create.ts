import { randomBytes } from 'node:crypto';
import {
  agentEnvironment,
  createOrphanGuard,
  createRunDirectory,
} from '@muster/agent-runtime/launcher-kit';
import { z } from 'zod';
import { check, milliseconds, modules, pathOf } from './checks.ts';
import { loadNative } from './native/binding.ts';
import { selfTest } from './probe/self-test.ts';
import { startZygote } from './zygote/start-zygote.ts';
import { createOrphans } from './zygote/orphans.ts';
import type { Zygote } from './zygote/zygote.ts';

export interface CreateZygoteOptions {
  /**
   * Modules to import once, before the first fork, as file paths or file: URLs; use
   * `import.meta.resolve` for a package.
   * @default none
   */
  readonly preload?: readonly (string | URL)[] | undefined;
  /**
   * The zygote's own environment. What is read when a process starts (NODE_OPTIONS, LD_PRELOAD, the
   * locale) its children have from here, whatever theirs says.
   * @default what agents may inherit of this process's: PATH, HOME, the locale and their like
   */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Names that packages are resolved with, as in `node --conditions=NAME`. @default none */
  readonly conditions?: readonly string[] | undefined;
  /** To import the preloaded modules, from the call. @default 30000 */
  readonly readyDeadlineMs?: number | undefined;
  /** A zygote that owes a fork and says nothing for this long is taken to hang, and killed. @default 2000 */
  readonly forkDeadlineMs?: number | undefined;
}

const schema = z.strictObject({
  preload: modules.default([]),
  env: z.record(z.string(), z.string()).optional(),
  conditions: z.array(z.string().min(1)).default([]),
  readyDeadlineMs: milliseconds.default(30_000),
  forkDeadlineMs: milliseconds.default(2_000),
});

/**
 * Starts a zygote of your own, tests it once and resolves when it forks: for processes that are no
 * agents of a launcher. Nothing outlives this process, however it dies: its children carry a token,
 * as MUSTER_RUN, by which they are found. A zygote that dies is not replaced.
 *
 * Rejects with `ZygoteUnavailableError` where no zygote can be had, `PreloadError` when a module
 * cannot be imported or leaves what cannot be forked, TypeError for wrong options; then nothing is left.
 * Close it in any case, also after it has ended: only that ends what its children left behind.
 *
 * @example
 * ```ts
 * import { createZygote } from '@muster/zygote';
 *
 * await using zygote = await createZygote();
 * const child = await zygote.fork({ module: '/path/of/program.js', args: ['7'], env: {} });
 * for await (const text of child.stdout.setEncoding('utf8')) process.stdout.write(text);
 * const { code } = await child.ended;
 * ```
 */
export async function createZygote(options: CreateZygoteOptions = {}): Promise<Zygote> {
  const { preload, conditions, env, ...deadlines } = check(schema, options, "a zygote's");
  const loaded = loadNative();
  const runToken = randomBytes(16).toString('hex');
  const marked = { ...(env ?? agentEnvironment(process.env, [], {}, {})), MUSTER_RUN: runToken };
  const guard = createOrphanGuard(runToken, createRunDirectory());
  try {
    await guard.started;
    const zygote = await startZygote({
      ...deadlines,
      loaded,
      orphans: createOrphans(loaded.native, runToken, (pid) => guard.watch(pid)),
      preload: preload.map(pathOf),
      env: marked,
      conditions: conditions.map((name) => `--conditions=${name}`),
    });
    void zygote.ended.then(guard.watch(zygote.pid));
    await selfTest(zygote, marked);
    return guarded(zygote, runToken, () => guard.close());
  } catch (error) {
    await guard.close();
    throw error;
  }
}

/** The zygote, with children that carry the token, and the guard that goes when it is closed. */
function guarded(zygote: Zygote, runToken: string, release: () => Promise<void>): Zygote {
  const close = async (): Promise<void> => {
    try {
      await zygote.close();
    } finally {
      await release();
    }
  };
  return {
    ...zygote,
    fork: (wanted) => zygote.fork({ ...wanted, env: { ...wanted.env, MUSTER_RUN: runToken } }),
    close,
    [Symbol.asyncDispose]: close,
  };
}
