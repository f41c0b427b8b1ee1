import type { Cell } from './cell.ts';
import { NOISES } from './noise.ts';

/** An error that is known, shown and not prevented. */
export interface KnownError {
  /** Most false verdicts to either side, 0..1, with room for the chance of a simulation. */
  readonly most: number;
  readonly because: string;
}

const DEPENDENT = 'blocks depend on those before them, and few blocks cannot show it';
const SKEWED =
  'skewness takes the pseudo-median away from the median, and few blocks cannot show it';
const ALIKE = 'attempts within a run depend on each other, and few failures cannot show it';

type Listed = readonly [
  quantity: string,
  noise: string,
  because: string,
  most: Readonly<Record<string, number>>,
];

/**
 * By quantity, noise and looks: where verdicts err more often than they may. To be listed excuses
 * nothing, `pnpm simulate` fails all the same; it keeps the tests from letting it grow.
 */
const LISTED: readonly Listed[] = [
  [
    'speedup',
    NOISES.within5.name,
    DEPENDENT,
    { '6': 0.115, '10': 0.11, '20': 0.07, '6,10': 0.085 },
  ],
  [
    'speedup',
    NOISES.within9.name,
    DEPENDENT,
    { '6': 0.25, '10': 0.17, '20': 0.065, '6,10': 0.185 },
  ],
  ['difference', NOISES.within9.name, DEPENDENT, { '10': 0.17, '6,10': 0.185 }],
  ['level', NOISES.shared9.name, DEPENDENT, { '10': 0.215, '6,10': 0.2 }],
  ['speedup', NOISES.skewed.name, SKEWED, { '10': 0.08, '20': 0.08, '30': 0.065 }],
  ['difference', NOISES.skewed.name, SKEWED, { '10': 0.08, '30': 0.07 }],
  ['level', NOISES.loud.name, SKEWED, { '30': 0.08 }],
  ['proportion < 0.01', 'attempts of a run alike, sd 1', ALIKE, { '10': 0.22 }],
];

/** What is known about a cell's false verdicts; null where there are no more than there may be. */
export function knownError({ quantity, noise, looks }: Cell): KnownError | null {
  const listed = LISTED.find((each) => each[0] === quantity && each[1] === noise);
  const most = listed?.[3][looks.join(',')];
  return listed === undefined || most === undefined ? null : { most, because: listed[2] };
}
