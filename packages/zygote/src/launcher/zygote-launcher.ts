import { createExecLauncher, type Launcher, systemClock } from '@muster/agent-runtime';
import {
  agentEnvironment,
  createLauncher,
  type LauncherRun,
  type ProcessSource,
} from '@muster/agent-runtime/launcher-kit';
import { fileURLToPath } from 'node:url';
import { resolve } from 'node:path';
import { ZygoteGoneError } from '../errors.ts';
import { loadNative } from '../native/binding.ts';
import { selfTest } from '../probe/self-test.ts';
import { startZygote } from '../zygote/start-zygote.ts';
import { createOrphans } from '../zygote/orphans.ts';
import { createKeeper } from './keeper.ts';
import {
  type LauncherChoice,
  type ParsedOptions,
  parseOptions,
  type ZygoteLauncherOptions,
} from './options.ts';
import { whyCold } from './why-cold.ts';

/** Always preloaded: what every agent that serves needs. */
const RUNTIME = fileURLToPath(import.meta.resolve('@muster/agent-runtime/serve'));
/** The descriptor a forked agent finds its channel at. */
const CHANNEL_FD = 3;

/**
 * A launcher that forks its agents from a warm process. Specs that cannot be forked are started cold,
 * and their handles say why. Rejects with `ZygoteUnavailableError` or `PreloadError` when no zygote
 * is to be had, TypeError for wrong options.
 */
export async function zygoteLauncher(options: ZygoteLauncherOptions = {}): Promise<Launcher> {
  const parsed = parseOptions({ ...options, launcher: 'zygote' });
  return createLauncher({ name: 'zygote', open: (run) => openSource(run, parsed) });
}

/**
 * The launcher of the kind that is asked for. `auto` forks where it can; where it cannot it says so
 * once, in a line, and starts agents cold.
 */
export async function openLauncher(options: LauncherChoice = {}): Promise<Launcher> {
  const parsed = parseOptions(options);
  if (parsed.launcher === 'exec') return createExecLauncher();
  try {
    return await createLauncher({ name: 'zygote', open: (run) => openSource(run, parsed) });
  } catch (error) {
    if (parsed.launcher === 'zygote') throw error;
    const because = error instanceof Error ? error.message : String(error);
    const cold = await createLauncher({
      name: 'exec',
      open: async () => ({
        start: (request) => request.cold(because),
        close: async () => undefined,
      }),
    });
    // The handles have all of it; a notice is a line.
    parsed.onNotice(`agents start cold: ${because.split('\n', 1)[0]}`);
    return cold;
  }
}

const CHANGED = 'this process has another user, group or umask than when its zygote was started';

/** What a child has from whoever starts it, and a fork from its zygote, where it is too late to change. */
function ownCredentials(): string {
  const ids = [process.getuid?.(), process.geteuid?.(), process.getgid?.(), process.getegid?.()];
  return [...ids, process.umask()].join();
}

async function openSource(run: LauncherRun, options: ParsedOptions): Promise<ProcessSource> {
  const loaded = loadNative();
  const orphans = createOrphans(loaded.native, run.token, (pid) => run.guard.watch(pid));
  const env = agentEnvironment(process.env, [], {}, { MUSTER_RUN: run.token });
  const { readyDeadlineMs, forkDeadlineMs, preload, ...keeping } = options;

  const keeper = await createKeeper({
    ...keeping,
    clock: systemClock,
    open: async (signal) => {
      const zygote = await startZygote({
        signal,
        loaded,
        orphans,
        env,
        readyDeadlineMs,
        forkDeadlineMs,
        preload: [RUNTIME, ...preload],
        conditions: run.conditions,
      });
      void zygote.ended.then(run.guard.watch(zygote.pid));
      await selfTest(zygote, env);
      return zygote;
    },
  });

  const credentials = ownCredentials();

  return {
    start: async (request) => {
      const { spec } = request;
      const changed = ownCredentials() !== credentials;
      const because = changed ? CHANGED : whyCold(spec, request.env, env);
      if (because !== undefined || !('modulePath' in spec)) return request.cold(because);
      const zygote = keeper.take();
      if (typeof zygote === 'string') return request.cold(zygote);
      try {
        const forked = await zygote.fork({
          module: spec.modulePath,
          args: spec.args,
          env: { ...request.env, MUSTER_CHANNEL: String(CHANNEL_FD) },
          cwd: resolve(spec.cwd ?? ''),
          channel: true,
        });
        return {
          process: forked,
          channel: forked.channel,
          start: { kind: 'forked' },
          guarded: true,
        };
      } catch (error) {
        // It never came to be, so it may be started another way. Whatever else was wrong would be so again.
        if (error instanceof ZygoteGoneError || error instanceof RangeError) {
          return request.cold(error.message);
        }
        throw error;
      }
    },
    close: () => keeper.close(),
  };
}
