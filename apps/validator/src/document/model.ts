import {
  criterionName,
  formatBound,
  formatCount,
  formatInterval,
  formatRange,
  intervalOf,
} from '@muster/analysis';
import type {
  CriterionDecision,
  Decision,
  ShownDecision,
  SprintDecision,
} from '../decision-schema.ts';
import type { Block, Document } from './document.ts';
import { scalingBlocks } from './scaling.ts';

const DECISIONS: Readonly<Record<Decision['phase']['decision'], string>> = {
  proceed: 'proceed with Phase 3 as planned',
  adjust: 'adjust the scope of Phase 3',
  're-evaluate': 're-evaluate the optimization strategy',
  undecided: 'not decided yet',
};

/** What a person is to read: the decision, why, and what each sprint came to. */
export function documentOf(decision: Decision): Document {
  const { phase, sprints, profile, machine } = decision;
  return [
    { kind: 'title', text: `Optimization validation: ${DECISIONS[phase.decision]}` },
    { kind: 'paragraph', text: `${sentence(phase.because)}${caveatOf(phase)}` },
    ...(profile === 'quick' ? [quickWarning] : []),
    {
      kind: 'table',
      head: ['sprint', 'optimization', 'verdict', 'improvement', 'target', 'response'],
      rows: sprints.map(rowOf),
    },
    ...sprints.flatMap(sectionOf),
    { kind: 'heading', text: 'Measured on' },
    {
      kind: 'list',
      items: [
        `${machine.cores} × ${machine.cpuModel}, ${machine.memoryGiB} GiB, ${machine.platform} ${machine.kernel}, Node ${machine.node}`,
        `fingerprint ${machine.id}, commit ${decision.commit ?? 'unknown'}, profile ${profile}, ended ${decision.measuredAt}`,
      ],
    },
  ];
}

/** How the count is to be taken: `MULTIPLICITY` says of a tally why it is not corrected. */
function caveatOf({ met }: Decision['phase']): string {
  return met.length === 0
    ? ''
    : ' The count takes the verdicts as they are, uncorrected for how many they are: it decides what to do. Taken as a claim that so many truly meet their targets, it would err more often than each of them.';
}

const quickWarning: Block = {
  kind: 'paragraph',
  text: 'Measured with the quick profile, at a tenth of the size: this is no decision of record.',
};

function rowOf(sprint: SprintDecision): readonly string[] {
  const { minimum, ideal } = sprint.targets;
  return [
    sprint.id,
    sprint.optimization,
    sprint.verdict,
    improvementOf(sprint),
    `${minimum}x, ideally ${ideal}x`,
    sprint.response.action,
  ];
}

function improvementOf({ speedup }: SprintDecision): string {
  if (speedup === null) return 'not measured';
  const { estimate: value, low, high } = speedup;
  return formatInterval(intervalOf({ value, low, high }), 'x');
}

function sectionOf(sprint: SprintDecision): readonly Block[] {
  const { criteria, launcher, shown, scaling = [], response, adjustedTarget } = sprint;
  const { blocks, speedup } = sprint;
  const confidence =
    speedup === null
      ? ''
      : `; intervals with ${(speedup.confidence * 100).toFixed(1)} % confidence`;
  return [
    { kind: 'heading', text: `${sprint.id} ${sprint.optimization}: ${sprint.verdict}` },
    { kind: 'paragraph', text: `${sprint.claim} ${formatCount(blocks, 'block')}${confidence}.` },
    ...(launcher === null ? [] : [{ kind: 'paragraph', text: launcher.sentence } as const]),
    criteriaOf(sprint),
    { kind: 'list', items: criteria.map(reasonOf) },
    {
      kind: 'paragraph',
      text: `Response: ${response.action}. ${sentence(response.because)}${
        adjustedTarget === null ? '' : ` Target to plan with: ${adjustedTarget.statedAs}.`
      }`,
    },
    ...besideOf(shown),
    ...scaling.flatMap(scalingBlocks),
    ...notesOf(sprint),
  ];
}

/** Every criterion; where there are launchers, each with its own, and with whether it decides. */
function criteriaOf({ criteria, launcher }: SprintDecision): Block {
  const column = (text: string): readonly string[] => (launcher === null ? [] : [text]);
  return {
    kind: 'table',
    head: ['criterion', ...column('launcher'), 'measured', 'bound', 'verdict'],
    rows: criteria.map((each) => [
      each.statement,
      ...column(`${each.launcher ?? ''}${each.decides ? ' (decides)' : ''}`),
      measuredOf(each),
      formatBound(each.bound, each.unit),
      isAbsent(each, launcher) ? 'not measured here' : each.verdict,
    ]),
  };
}

function isAbsent(criterion: CriterionDecision, launcher: SprintDecision['launcher']): boolean {
  const found = launcher?.candidates.find(({ name }) => name === criterion.launcher);
  return found !== undefined && found.absent !== null;
}

function reasonOf(criterion: CriterionDecision): string {
  const { because, method } = criterion;
  return `${criterionName(criterion)}: ${sentence(because)}${method === null ? '' : ` (${method})`}`;
}

function measuredOf({ estimate, low, high, unit, verdict }: CriterionDecision): string {
  if (verdict === 'invalid') return 'not measured';
  return formatInterval(intervalOf({ value: estimate, low, high }), unit);
}

function besideOf(shown: readonly ShownDecision[]): readonly Block[] {
  if (shown.length === 0) return [];
  const rows = shown.map((each) => [each.statement, ...shownOf(each)]);
  return [{ kind: 'table', head: ['beside it', 'measured', 'interval'], rows }];
}

function shownOf({ because, unit, estimate, low, high }: ShownDecision): readonly [string, string] {
  if (because !== null) return ['not measured', because];
  const interval = intervalOf({ value: estimate, low, high });
  const [measured = ''] = formatInterval(interval, unit).split(' (');
  return [measured, formatRange(interval.low, interval.high, unit)];
}

function notesOf({ simulated, warnings }: SprintDecision): readonly Block[] {
  const items = [
    ...simulated.map((each) => `Simulated: ${each}`),
    ...warnings.map((each) => `Warning: ${sentence(each)}`),
  ];
  return items.length === 0 ? [] : [{ kind: 'list', items }];
}

/** Reasons are written as clauses; a reader gets sentences. */
function sentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
