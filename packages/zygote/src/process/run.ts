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

  function prepare(): void {
    clearTimeout(overdue);
    const problem = suspects.problem();
    if (problem !== undefined) fail(problem, suspects.ofStock);
    returnStreams();
    rehearseThen(() => {
      collectGarbage();
      // Again, so that what a start has just used and freed is what each child finds first.
      rehearseThen(serve);
    });
  }

  /** Does all that a child does, as far as it can be done here, so that it is compiled. */
  function rehearseThen(next: () => void): void {
    ending.onIdle = next;
    become(process.pid, ownWords(), { ...parts, hooks: [] }, { agents: new Map([['', []]]) });
    rehearse(preloaded.rehearsals, native);
  }

  function serve(): void {
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

/** This process as it is: to become it changes nothing. */
function ownWords(): ChildWords {
  const env = { ...process.env } as Record<string, string>;
  return { module: '', args: [], env, cwd: process.cwd(), seed: [1, 2, 3, 4] };
}
