/**
 * What one user does. `work`: leases an agent and gives it a task. `kill mine`, `kill idle`: the same,
 * and an agent gets a SIGKILL meanwhile, the leased one or one that nobody has leased. `abort`,
 * `hurry`: the acquire is aborted in the turn in which it was asked, or has a millisecond.
 */
export type Fate = 'work' | 'kill mine' | 'kill idle' | 'abort' | 'hurry';

const ABORT_SHARE = 0.02;
const HURRY_SHARE = 0.02;

/**
 * The fate of the `nth` acquire, counted from 1. Every `crashEvery`th kills, by turns an agent that is
 * leased and one that is idle; who else does what is drawn.
 */
export function fateOf(nth: number, crashEvery: number, random: () => number): Fate {
  if (nth % crashEvery === 0) return (nth / crashEvery) % 2 === 0 ? 'kill idle' : 'kill mine';
  const drawn = random();
  if (drawn < ABORT_SHARE) return 'abort';
  return drawn < ABORT_SHARE + HURRY_SHARE ? 'hurry' : 'work';
}
