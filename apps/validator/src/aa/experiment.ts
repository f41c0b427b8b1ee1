import { type Agent, createExecLauncher } from '@muster/agent-runtime';
import {
  type ArmDefinition,
  atLeast,
  defineExperiment,
  type Experiment,
  type HostRules,
  moreThan,
  type Profile,
} from '@muster/experiment';

/** By what share of its own starts a trial of the arm `delayed` is longer: known, since injected. */
export const INJECTED_SHARE = 0.1;
/** The id of the experiment, hence the name of its files. */
export const EXPERIMENT_ID = 'identical-arms';

/** How much of it is measured. */
export interface IdenticalArmsOptions {
  readonly blocks: number;
  readonly seed: number;
  /** Whether blocks that others disturbed are judged too. @default false, as of the sprints */
  readonly keepDisturbed?: boolean;
}

/** Nothing that others do is too much. */
const ANYTHING_GOES: HostRules = { maxStealRatio: 1, maxForeignRatio: 1, mayThrottle: true };

type Metric = 'startsMs' | 'injectedMs';
type Arm = ArmDefinition<Metric, { readonly agents: number }>;

const spec = { module: import.meta.resolve('@muster/agent-runtime/echo-agent') };

/**
 * Two arms that are the same in every way, and a third with a delay of a known share: what is found
 * between the first two is error, and what is not found of the third is blindness.
 */
export function identicalArms({
  blocks,
  seed,
  keepDisturbed = false,
}: IdenticalArmsOptions): Experiment {
  const same = startsInTurn('start agents as fresh processes, one after another', 0);
  return defineExperiment({
    id: EXPERIMENT_ID,
    claim: 'Of arms that are the same neither is found faster, and a delay of a tenth is found.',
    metrics: {
      startsMs: {
        unit: 'ms',
        about: 'first request to last agent ready, and the injected delay where there is one',
        summary: 'single',
      },
      injectedMs: { unit: 'ms', about: 'the part of it that was injected', summary: 'single' },
    },
    sizes: allProfiles({ agents: 3 }),
    design: {
      blocks: allProfiles(blocks),
      warmupBlocks: 2,
      seed,
      trialDeadlineMs: 30_000,
      confidence: 0.95,
      ...(keepDisturbed ? { host: ANYTHING_GOES } : {}),
    },
    arms: {
      left: same,
      right: same,
      delayed: startsInTurn('the same, and then a delay of a tenth is injected', INJECTED_SHARE),
    },
    simulated: [
      'The arm `delayed` waits on purpose for a tenth of the time that its starts took: nothing on this host makes it slower.',
    ],
    criteria: [
      {
        id: 'identical',
        statement: 'right takes as long as left',
        because: 'they are the same; each verdict on a bound that lies at the truth is an error',
        quantity: { kind: 'speedup', metric: 'startsMs', from: 'left', to: 'right' },
        bound: atLeast(1),
      },
      {
        id: 'delay',
        statement: 'delayed takes longer than left',
        because: 'a tenth was injected; a judgement that does not see it is too blind for a tenth',
        quantity: { kind: 'speedup', metric: 'startsMs', from: 'delayed', to: 'left' },
        bound: moreThan(1),
      },
    ],
  });
}

function startsInTurn(about: string, injectedShare: number): Arm {
  return {
    about,
    trial: async ({ sizes, clock, observe, signal }) => {
      const launcher = await createExecLauncher();
      try {
        const agents: Agent[] = [];
        const askedAtMs = clock.now();
        while (agents.length < sizes.agents) agents.push(await launcher.launch(spec, { signal }));
        const readyAtMs = clock.now();
        const untilMs = readyAtMs + injectedShare * (readyAtMs - askedAtMs);
        // A timer would come up to a millisecond late, and by as much the delay would be unknown.
        while (clock.now() < untilMs);
        const endedAtMs = injectedShare === 0 ? readyAtMs : clock.now();
        observe({ startsMs: endedAtMs - askedAtMs, injectedMs: endedAtMs - readyAtMs });
      } finally {
        await launcher.close();
      }
    },
  };
}

function allProfiles<Value>(value: Value): Readonly<Record<Profile, Value>> {
  return { quick: value, standard: value, full: value };
}
