import { type Death, describeDeath } from './death.ts';
import type { Intensity } from './intensity.ts';

/** A supervisor gave up: its children died more often than it may start them again. */
export class EscalationError extends Error {
  override readonly name = 'EscalationError';
  /** What it gave up over, oldest first; `cause` is the error of the last. */
  readonly deaths: readonly Death[];

  constructor(deaths: readonly Death[], { maxRestarts, withinMs }: Intensity) {
    const [first] = deaths;
    const told = deaths.map(
      (death) => `\n  after ${Math.round(death.atMs - first!.atMs)} ms: ${describeDeath(death)}`,
    );
    const verdict = `${deaths.length} deaths within ${withinMs} ms, \`maxRestarts\` is ${maxRestarts}`;
    super(`the supervisor gave up: ${verdict}${told.join('')}`, { cause: deaths.at(-1)?.error });
    this.deaths = deaths;
  }
}
