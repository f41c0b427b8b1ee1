import { formatCount, formatInterval, formatValue } from '@muster/analysis';
import type { Document } from '../document/document.ts';
import type { AaFinding, WindowsFinding } from './finding.ts';
import type { Rate } from './rates.ts';

const UNKNOWN = 'not known';

/** What identical arms have shown, to be read. */
export function aaDocument(finding: AaFinding): Document {
  const { blocks, injected, machine, windows, warnings } = finding;
  const delay = percent(injected.share);
  const injectedMs =
    injected.medianMs === null ? '' : `, typically ${formatValue(injected.medianMs, 'ms')}`;
  return [
    { kind: 'title', text: 'Identical arms' },
    {
      kind: 'paragraph',
      text:
        `${blocks.judged} of ${blocks.planned} blocks on ${machine.cpuModel}, ${formatCount(machine.cores, 'core')}, Node ${machine.node}, from ${finding.origin}, seed ${finding.seed}. ` +
        `Of each block, two arms are the same, and into a third a delay is injected on purpose: ${delay} of the time its own starts took${injectedMs}.`,
    },
    { kind: 'heading', text: 'Verdicts that are false' },
    {
      kind: 'paragraph',
      text:
        'Each window is judged as an experiment of its own, with the bound at the truth, 1x: "met" and "not met" are both false there, and either may come about with ' +
        `${percent(finding.promised)}. Windows of one kind share no block; the kinds share theirs. In brackets: exact bounds, each right with 95 %.`,
    },
    {
      kind: 'table',
      head: [
        'Experiments of',
        'Windows',
        'Falsely met',
        'Falsely not met',
        'Both',
        `${delay} delay found`,
      ],
      rows: windows.map((each) => [
        kindOf(each),
        each.invalid === 0 ? `${each.windows}` : `${each.windows}, and ${each.invalid} invalid`,
        atMost(each.falselyMet),
        atMost(each.falselyNotMet),
        atMost(each.falselyDecided),
        atLeast(each.delayFound),
      ]),
    },
    { kind: 'paragraph', text: conclusionOf(finding) },
    { kind: 'heading', text: 'The noise floor' },
    { kind: 'list', items: noiseOf(finding) },
    ...besides([
      ...(finding.disturbedKept
        ? ['blocks in which others took too much of the processors were kept, as was asked for']
        : []),
      ...warnings,
    ]),
  ];
}

function besides(items: readonly string[]): Document {
  if (items.length === 0) return [];
  return [
    { kind: 'heading', text: 'Beside these numbers' },
    { kind: 'list', items },
  ];
}

function kindOf({ blocks, looks }: WindowsFinding): string {
  const early = looks.slice(0, -1);
  return `${blocks} blocks${early.length === 0 ? '' : `, looked at after ${early.join(', ')}`}`;
}

function atMost(rate: Rate | null): string {
  if (rate === null) return UNKNOWN;
  return `${rate.count} = ${percent(rate.share)} (at most ${percent(rate.atMost)})`;
}

function atLeast(rate: Rate | null): string {
  if (rate === null) return UNKNOWN;
  return `${rate.count} = ${percent(rate.share)} (at least ${percent(rate.atLeast)})`;
}

function conclusionOf({ errs, promised, windows }: AaFinding): string {
  if (errs) {
    return `More verdicts are false here than the ${percent(promised)} that are promised: on this host, as it was meanwhile, do not trust a verdict that is near its bound.`;
  }
  const most = Math.max(
    ...windows.flatMap((each) =>
      [each.falselyMet, each.falselyNotMet].map((rate) => rate?.atMost ?? 1),
    ),
  );
  return `Nothing here speaks against the promised ${percent(promised)}; with so many windows up to ${percent(most)} is not excluded. More blocks exclude more.`;
}

function noiseOf({ noise }: AaFinding): readonly string[] {
  const { pairs, sdLog, widths, together, screens } = noise;
  return [
    `Pairs of identical arms vary by ${percent(sdLog)} (standard deviation of the log of their ratio).`,
    ...widths.map(({ blocks: size, windows, halfWidth }) =>
      halfWidth === null
        ? `An experiment of ${size} blocks: ${UNKNOWN}, there is no window of so many.`
        : `An experiment of ${size} blocks sees a ratio to ± ${percent(halfWidth)} (typical half-width of the interval that a verdict must hold for, of ${formatCount(windows, 'window')}).`,
    ),
    `All ${pairs} pairs together: one arm is ${formatInterval(together, 'x')} as fast as the other, which is the same.`,
    ...(screens.length === 0
      ? ['Nothing in the order of the pairs speaks against their being independent of each other.']
      : screens.map((because) => `In the order of the pairs, ${because}.`)),
  ];
}

function percent(ratio: number): string {
  return formatValue(ratio, 'ratio', 2);
}
