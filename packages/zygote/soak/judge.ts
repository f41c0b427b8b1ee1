import { count, type Line, MEBIBYTE, mebibytes } from '../../../tooling/soak/lines.ts';
import type { Heard } from './soak-forks.ts';
import type { Sample } from './watch.ts';

/** All that a soak has found. */
export interface Findings {
  readonly node: string;
  readonly asked: number;
  readonly heard: Heard;
  readonly samples: readonly Sample[];
  readonly zombies: { readonly lasting: number; readonly looks: number };
  /** Processes of the run that were there when only the zygote should have been, and at the end. */
  readonly leftover: { readonly whileOpen: number; readonly afterClose: number };
  readonly unended: number;
  readonly forksPerSecond: number;
}

/** How much the zygote may grow from a tenth of the way to the end: the C library's own slack. */
const GROWTH_BYTES = 2 * MEBIBYTE;

/** Judges what was found, a line for each thing that must be so. */
export function judge({ asked, heard, samples, zombies, leftover, unended }: Findings): Line[] {
  const [early, ...later] = samples;
  const last = later.at(-1) ?? early;
  const flat = (what: string, of: (sample: Sample) => number): Line => ({
    what,
    found: samples.map((sample) => of(sample)).join(', '),
    must: 'no more at the end',
    met: last !== undefined && early !== undefined && of(last) <= of(early),
  });
  const flatBytes = (what: string, of: (sample: Sample) => number): Line => ({
    what,
    found: samples.map((sample) => mebibytes(of(sample))).join(', '),
    must: `within ${mebibytes(GROWTH_BYTES)}`,
    met: last !== undefined && early !== undefined && of(last) - of(early) <= GROWTH_BYTES,
  });
  return [
    count('forks that ended', heard.done, asked),
    count('forks that were refused', heard.refused, 0),
    count('ends told wrongly', heard.wrong, 0),
    count('ends not told', unended, 0),
    count(`zombies that lasted (${zombies.looks} looks)`, zombies.lasting, 0),
    count('processes left while open', leftover.whileOpen, 0),
    count('processes left after close', leftover.afterClose, 0),
    flat('descriptors of the zygote', (sample) => sample.zygoteDescriptors),
    flatBytes('RSS of the zygote', (sample) => sample.zygoteRssBytes),
    flatBytes('anonymous PSS of the zygote', (sample) => sample.zygotePssBytes),
    flat('descriptors of the coordinator', (sample) => sample.coordinatorDescriptors),
  ];
}
