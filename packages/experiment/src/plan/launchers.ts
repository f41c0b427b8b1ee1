import { type AbsentLaunchers, decidingLauncher } from '@muster/analysis';
import type { Experiment } from '../definition/definition.ts';

/** How the agents of an experiment are started, fixed before the first trial. */
export interface PlannedLaunchers {
  /** The one whose verdicts decide. */
  readonly decides: string;
  /** Those that cannot be had on this machine, with the reason. */
  readonly absent: AbsentLaunchers;
  /** The launcher of each arm, also of arms that are not run because it is absent. */
  readonly ofArms: Readonly<Record<string, string>>;
}

/**
 * Asks each launcher of an experiment whether it can be had here. Looked at once and written into
 * the plan: a run in which a launcher came and went would compare what was not measured together.
 */
export async function findAbsentLaunchers({ launchers }: Experiment): Promise<AbsentLaunchers> {
  const absent: Record<string, string> = {};
  for (const { name, absence } of launchers) {
    const because = (await absence?.()) ?? null;
    if (because !== null) absent[name] = because;
  }
  return absent;
}

/** The launchers' part of a plan; null for an experiment that has none. */
export function planLaunchers(
  { launchers, arms }: Experiment,
  absent: AbsentLaunchers,
): PlannedLaunchers | null {
  if (launchers.length === 0) return null;
  const { name: decides } = decidingLauncher(launchers, absent);
  const ofArms = Object.entries(arms).map(([arm, { launcher = decides }]) => [arm, launcher]);
  return { decides, absent, ofArms: Object.fromEntries(ofArms) };
}

/** The arms that are not run because their launcher cannot be had, with the reason. */
export function absentArms(launchers: PlannedLaunchers | null): Readonly<Record<string, string>> {
  if (launchers === null) return {};
  const { ofArms, absent } = launchers;
  return Object.fromEntries(
    Object.entries(ofArms).flatMap(([arm, launcher]) => {
      const because = Object.hasOwn(absent, launcher) ? absent[launcher] : undefined;
      return because === undefined ? [] : [[arm, because]];
    }),
  );
}
