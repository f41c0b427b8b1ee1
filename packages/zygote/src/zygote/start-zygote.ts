import { createInterface } from 'node:readline';
import { keepTail, signalGroup } from '@muster/agent-runtime/launcher-kit';
import { PreloadError, systemError, ZygoteGoneError } from '../errors.ts';
import type { LoadedNative } from '../native/binding.ts';
import { type Followed, followChild } from './forked-process.ts';
import type { Orphans } from './orphans.ts';
import { type Pending, createQueue } from './queue.ts';
import { parseReport, type Report } from './reports.ts';
import { watchSilence } from './silence.ts';
import { startZygoteProcess } from './start-process.ts';
import type { Zygote } from './zygote.ts';

/** How long a zygote may take to end its children and itself before it is ended by force. */
const CLOSE_MS = 2_000;
/** What a dead zygote left in its sockets is read for at most this long. */
const DRAIN_MS = 200;
/** How long a zygote that is late gets to say why. */
const LAST_WORDS_MS = 1_000;

export interface StartZygoteOptions {
  readonly loaded: LoadedNative;
  readonly orphans: Orphans;
  /** Paths of modules to import before the first fork. */
  readonly preload: readonly string[];
  /** The zygote's own environment: what is read when a process starts, children have from here. */
  readonly env: Readonly<Record<string, string>>;
  /** `--conditions` to resolve packages with. */
  readonly conditions: readonly string[];
  readonly readyDeadlineMs: number;
  /** Aborting ends a zygote that is not ready yet. */
  readonly signal?: AbortSignal | undefined;
  /** A zygote that owes an answer and says nothing for this long is taken to hang, and is killed. */
  readonly forkDeadlineMs: number;
}

/**
 * Starts a zygote and resolves when it can fork. Rejects with `PreloadError` when a module cannot be
 * imported or leaves what cannot be forked, `ZygoteGoneError` when it ends or is not ready in time.
 */
export async function startZygote(options: StartZygoteOptions): Promise<Zygote> {
  const { native } = options.loaded;
  const { child, requests, reports } = await startZygoteProcess(options);
  const stderr = keepTail(child.stderr, 20);
  keepTail(child.stdout, 0);
  const children = new Map<number, Followed>();
  // Only who waits for something of it is kept from ending: an idle zygote ends with its coordinator.
  const attend = (): void => {
    // One without a handle would put it off until it connects, which it never will.
    if (reports.destroyed) return;
    if (queue.size + children.size > 0) reports.ref();
    else reports.unref();
  };
  const ready = Promise.withResolvers<void>();
  let [forks, ending] = [0, ''];
  const silence = watchSilence(options.forkDeadlineMs, () => {
    kill(`it said nothing for ${options.forkDeadlineMs} ms`);
  });
  const queue = createQueue(native, requests, silence);
  // It says itself what it waits for when it is late, unless it cannot say anything.
  const overdue = setTimeout(
    () => kill(`it was not ready within ${options.readyDeadlineMs} ms`),
    options.readyDeadlineMs + LAST_WORDS_MS,
  );

  function kill(because: string): void {
    ending ||= because;
    // With its group: what preloaded modules have started is in it.
    signalGroup(child.pid, 'SIGKILL');
  }

  function hear(report: Report): void {
    switch (report.kind) {
      case 'ready':
        return ready.resolve();
      case 'failed':
        ending ||= report.problem;
        return ready.reject(preloadError(report.problem, report.module));
      case 'forked':
        return queue.answer(report.id, (pending) => bear(pending, report.pid));
      case 'refused':
        return queue.answer(report.id, (pending) => {
          pending.fail(systemError(-report.errno, 'fork'));
        });
      case 'exit':
        children.get(report.pid)?.onExit(report.status);
        children.delete(report.pid);
        silence.hear(-report.pid);
        return attend();
    }
  }

  function bear(pending: Pending, pid: number): void {
    forks++;
    // An exit is owed as an answer is: by its pid, and requests have numbers above zero.
    const followed = followChild(pid, pending.ends, () => silence.owe(-pid));
    children.set(pid, followed);
    pending.succeed(followed.process);
  }

  // Whoever a preloaded module has started may hold on to the zygote's output, and is not waited for.
  child.once('exit', () => {
    const streams = [child.stdout, child.stderr, reports];
    setTimeout(() => streams.forEach((stream) => stream.destroy()), DRAIN_MS);
  });
  const ended = new Promise<string>((resolve) => {
    child.once('close', (code, signal) => {
      clearTimeout(overdue);
      silence.stop();
      ending ||= signal === null ? `exit code ${code}` : `killed by ${signal}`;
      const gone = new ZygoteGoneError([ending, ...stderr.lines()].join('\n  | '));
      ready.reject(gone);
      queue.fail(gone);
      // They are nobody's children now, but they go on.
      for (const [pid, followed] of children) options.orphans.adopt(pid, followed.onExit);
      resolve(ending);
    });
  });
  reports.on('error', () => undefined);
  createInterface({ input: reports }).on('line', (line) => hear(parseReport(line)));

  const zygote: Zygote = {
    pid: child.pid,
    fork: async (wanted) => {
      const forked = queue.add(wanted);
      attend();
      try {
        return await forked;
      } finally {
        attend();
      }
    },
    ended,
    stats: () => ({ forks, live: children.size, waiting: queue.size }),
    retire: () => queue.close(new ZygoteGoneError('it was retired')),
    close: async () => {
      ending ||= 'closed';
      child.ref();
      for (const stream of [child.stdout, child.stderr, reports]) {
        if (!stream.destroyed) stream.ref();
      }
      queue.fail(new ZygoteGoneError('it was closed'));
      reports.end();
      const hung = setTimeout(() => {
        kill('');
        for (const followed of children.values()) followed.process.signal('SIGKILL');
      }, CLOSE_MS);
      await ended;
      clearTimeout(hung);
    },
    [Symbol.asyncDispose]: () => zygote.close(),
  };
  const onAbort = (): void => kill('it was not wanted any more');
  options.signal?.addEventListener('abort', onAbort);
  if (options.signal?.aborted === true) onAbort();
  try {
    await ready.promise;
  } catch (error) {
    kill('');
    await ended;
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', onAbort);
  }
  clearTimeout(overdue);
  child.unref();
  for (const stream of [child.stdout, child.stderr, reports]) stream.unref();
  return zygote;
}

function preloadError(problem: string, module: string | undefined): PreloadError {
  if (module === undefined) return new PreloadError(`the zygote cannot fork: ${problem}`);
  return new PreloadError(`the preloaded module ${module} ${problem}`, module);
}
