/** Limits that are too low in the middle of a burst: nothing is lost, and it goes on when there is room. */
import { expect, test } from 'vitest';
import type { Plan } from './fixtures/coordinator.ts';
import { type Limited, setLimit, used, USER } from './fixtures/limits.ts';
import {
  type Coordinator,
  leave,
  type Line,
  NOTHING,
  remainsOf,
  standstill,
  startCoordinator,
} from './fixtures/run-coordinator.ts';

const PLENTY = 4_000;
const NONE = { ready: 0, failed: 0, aborted: 0, halted: 0, 'done before': 0 };
const forked: Plan = { launcher: 'zygote', agents: 'modules', wanted: 60 };
const cold: Plan = { launcher: 'exec', agents: 'commands', wanted: 60 };
// A Node that lacks a thread may also wait for it for ever.
const stragglers = { atLeastMs: 3_000, timesMedian: 10 };
const coldNodes: Plan = { launcher: 'exec', agents: 'modules', wanted: 21, stragglers };

type Scarcity = readonly [what: string, of: Limited, spare: number, plan: Plan];
const scarcities: readonly Scarcity[] = [
  ['descriptors, with cold agents', 'nofile', 20, cold],
  ['descriptors, with forked agents', 'nofile', 20, forked],
  ['processes, with cold agents', 'nproc', 5, cold],
];

/** Told, so that what is lacking is not foreseen when the first agent has been measured. */
function needOf({ agents }: Plan): NonNullable<Plan['need']> {
  return { descriptors: 3, tasks: agents === 'modules' ? 7 : 1, memoryBytes: 0 };
}

/** A coordinator that has, from the middle of its burst on, so much more than it uses, and not more. */
async function starve(of: Limited, spare: number, plan: Plan): Promise<Coordinator> {
  const need = needOf(plan);
  const coordinator = startCoordinator({ ...plan, need, pauses: true }, { user: USER });
  await standstill(coordinator);
  setLimit(of, used(of, coordinator) + spare, coordinator);
  process.kill(coordinator.pid, 'SIGCONT');
  return coordinator;
}

/** An outcome for each, and as many agents given out that serve as are counted. */
function expectSound(over: Line, wanted: number): Record<string, number> {
  const counts = over['counts'] as Record<string, number>;
  expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(wanted);
  expect(over).toMatchObject({ given: counts['ready'], serving: counts['ready'] });
  return counts;
}

async function expectNothingLeft(coordinator: Coordinator): Promise<void> {
  expect(await leave(coordinator)).toMatchObject({ code: 0, descriptors: [], children: [] });
  expect(await remainsOf(coordinator)).toEqual(NOTHING);
}

test.each<Scarcity>([
  ...scarcities,
  ['threads, with cold agents', 'nproc', 11, coldNodes],
  ['threads, with forked agents', 'nproc', 24, forked],
])(
  'too few %s, in the middle of a burst, hold it up until there are more: then all are ready',
  async (_what, of, spare, plan) => {
    const coordinator = await starve(of, spare, plan);

    await coordinator.saw('start-failed', 3);
    // What fails from here on may have lacked what is there again when it is looked for.
    const failed = coordinator.lines.filter(({ kind }) => kind === 'start-failed');
    setLimit(of, PLENTY, coordinator);

    const counts = expectSound(await coordinator.saw('over'), plan.wanted);
    expect(counts).toEqual({ ...NONE, ready: plan.wanted });
    const isExcused = ({ cause, error }: Line): boolean =>
      cause === 'exhausted' || /others took/.test(String(error));
    expect(failed.filter((line) => !isExcused(line))).toEqual([]);
    await expectNothingLeft(coordinator);
  },
);

test.each(scarcities)(
  'too few %s, in the middle of a burst, for good: all that could start did, the rest say why not',
  async (_what, of, spare, plan) => {
    const coordinator = await starve(of, spare, { ...plan, load: { patienceMs: 2_000 } });

    const over = await coordinator.saw('over');
    coordinator.tell('launch');
    const { error } = await coordinator.saw('not launched');

    const counts = expectSound(over, plan.wanted);
    expect(counts).toEqual({ ...NONE, ready: counts['ready'], failed: counts['failed'] });
    expect(counts['ready']).toBeGreaterThan(plan.wanted / 3);
    expect(over['errors']).toEqual([
      'HostFullError: no start succeeded for 2000 ms: the system refused each for want of processes, descriptors or memory',
    ]);
    expect(error).toMatch(/\(spawn\): .*(EMFILE|EAGAIN)/);
    await expectNothingLeft(coordinator);
  },
);

const FEW_DESCRIPTORS = ['/bin/sh', '-c', 'ulimit -n 64; exec "$0" "$@"'];
const FORESEEN =
  /60 agents do not fit: they need 185 descriptors and there are \d\d \(ulimit -n: 64\), enough for (\d+)$/;

test('too few descriptors from the first are foreseen, with the numbers, and nothing is started', async () => {
  const coordinator = startCoordinator(cold, { under: FEW_DESCRIPTORS });

  const { error } = await coordinator.saw('refused');

  expect(error).toMatch(FORESEEN);
  expect(coordinator.lines.filter(({ kind }) => kind === 'ready')).toEqual([]);
  await expectNothingLeft(coordinator);
});

test('too few descriptors from the first cut a burst, if so told, to as many as fit', async () => {
  const plan: Plan = { ...cold, need: needOf(cold), whenShort: 'cut' };
  const coordinator = startCoordinator(plan, { under: FEW_DESCRIPTORS });

  const over = await coordinator.saw('over');

  const fits = Number(FORESEEN.exec(String(over['halted']))?.[1]);
  expect(expectSound(over, plan.wanted)).toEqual({ ...NONE, ready: fits, halted: 60 - fits });
  await expectNothingLeft(coordinator);
});
