import { writeSync } from 'node:fs';
import { getSystemErrorName } from 'node:util';
import { collectHooks } from '../hooks.ts';
import { loadNative } from '../native/binding.ts';
import { become, type ChildParts } from './child.ts';
import { takeOverEnding } from './ending.ts';
import { createEnvironmentSwitch } from './environment.ts';
import { collectGarbage, restoreHabits } from './garbage.ts';
import { type ChildWords, REPORTS_FD, REQUESTS_FD, type ZygotePlan } from './plan.ts';
import { preloadAll } from './preload.ts';
import { takeOverRandomness } from './randomness.ts';
import { rehearse } from './rehearsal.ts';
import { idleWorkers, takeStock } from './stock.ts';
import { createSuspects, resources } from './suspects.ts';
import { takeOverTime } from './time.ts';

/**
 * V8 compiles a function once more when it has been called a few times, and settles the shape of a
 * class with its seventh instance. From ten on there was nothing left of it for children to do.
 */
const REHEARSALS = 12;
/** As large as most that a coordinator draws: V8 keeps small numbers another way. */
const SEED = [0x9e37_79b9, 0x7f4a_7c15, 0xbf58_476d, 0x94d0_49bb];

/**
 * Imports what the plan names, and when nothing is under way any more forks on request for as long
 * as the process lives. Each child goes on from the same place, as an agent. `returnStreams` puts
 * Node's own standard streams back.
 */
export async function run(plan: ZygotePlan, returnStreams: () => void): Promise<void> {
  const { native } = loadNative([plan.nativePath]);
  if (native.dieWithParent(plan.coordinatorPid) !== 1) native.exitNow(0);
  process.execArgv = [...plan.execArgv];
  // Meant for this process alone.
  if (plan.libraries === undefined) delete process.env['LD_PRELOAD'];
  else process.env['LD_PRELOAD'] = plan.libraries;
  const hooks = collectHooks();
  const ending = takeOverEnding(native);
  const parts: ChildParts = {
    randomness: takeOverRandomness(),
    restartTime: takeOverTime(),
    environment: createEnvironmentSwitch(),
    hooks,
  };

  const suspects = createSuspects();
  const fail = (problem: string, module = suspects.importing): never => {
    writeSync(REPORTS_FD, `failed ${JSON.stringify({ problem, module })}\n`);
    return native.exitNow(1);
  };
  ending.onEarlyEnd = fail;
  ending.onIdle = () => fail('never finished importing');
  const overdue = setTimeout(() => {
    if (suspects.importing !== undefined) fail('never finished importing');
    fail(`left something under way: ${resources().join(', ')}`, suspects.ofResources);
    // From the start of this process, as the coordinator counts.
  }, plan.readyDeadlineMs - performance.now()).unref();

  const preloaded = await preloadAll(plan.preload, suspects.begins, suspects.ends).catch(
    (error: Error) => fail(error.message),
  );
  ending.onIdle = () => {
    ending.onIdle = prepare;
    // However long they take: when the loop is empty again, they are done.
    setImmediate(() => undefined);
    for (const { beforeFork } of hooks) void beforeFork?.();
  };

  function refuseWhatCannotBeForked(): void {
    const problem = suspects.problem();
    if (problem !== undefined) fail(problem, suspects.ofStock);
  }

  function prepare(): void {
    refuseWhatCannotBeForked();
    returnStreams();
    rehearseThen(REHEARSALS, () => {
      collectGarbage();
      // Again, so that what a start has just used and freed is what each child finds first.
      rehearseThen(1, serve);
    });
  }

  /** Does all that a child does, as far as it can be done here, so that it is compiled. */
  function rehearseThen(times: number, next: () => void): void {
    ending.onIdle = times > 1 ? () => rehearseThen(times - 1, next) : next;
    rehearse(preloaded.rehearsals, native, (starts, identity) => {
      const words = JSON.parse(ownWords(identity)) as ChildWords;
      become(process.pid, words, { ...parts, hooks: [] }, { agents: new Map([['', starts]]) });
    });
  }

  function serve(): void {
    clearTimeout(overdue);
    // Again: what was collected may have had finalizers.
    refuseWhatCannotBeForked();
    const inherited = [...takeStock().descriptors.keys()].filter((fd) => fd !== REPORTS_FD);
    const kept = Int32Array.from(inherited.toSorted((a, b) => a - b));
    restoreHabits();
    const served = native.serve(REQUESTS_FD, REPORTS_FD, kept, Int32Array.from(idleWorkers()));
    if (typeof served === 'number')
      return fail(`refused by the system: ${getSystemErrorName(served)}`);
    // From here on this is a child.
    ending.onEarlyEnd = undefined;
    become(served[0], JSON.parse(served[1]) as ChildWords, parts, preloaded);
  }
}

/** This process as it is, in a coordinator's words: to become it changes nothing. */
function ownWords(identity: Readonly<Record<string, string>>): string {
  const env = { ...process.env, ...identity };
  return JSON.stringify({ module: '', args: [], env, cwd: process.cwd(), seed: SEED });
}
