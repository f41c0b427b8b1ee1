import { availableParallelism } from 'node:os';
import { adaptive, sequential, type Strategy, waves, window } from '@muster/spawning';
import type { Contestant, LauncherName, Program } from './contestants/contestant.ts';
import { isInstalled } from './contestants/programs.ts';

/** Keeps every core at work while others wait; ours and the peer's limit are the same. */
const AT_ONCE = 2 * availableParallelism();
const PROGRAMS: readonly Program[] = ['xargs -P', 'GNU parallel'];

/** Who starts agents by the hundred. */
export interface Field {
  readonly peers: readonly Contestant[];
  /** Peers that this machine does not have. */
  readonly missing: readonly string[];
  readonly exec: readonly Contestant[];
  readonly zygote: readonly Contestant[];
  readonly oneByOne: Contestant;
}

/** The ways to set our spawner: fixed by its user, and by itself. */
export interface SettingsField {
  readonly fixed: readonly Contestant[];
  readonly adaptive: Contestant;
}

export function findField(): Field {
  const programs = PROGRAMS.filter(isInstalled);
  return {
    peers: [
      ...programs.map((program): Contestant => ({ kind: 'program', program })),
      { kind: 'p-limit + execa', atOnce: AT_ONCE },
    ],
    missing: PROGRAMS.filter((program) => !programs.includes(program)),
    exec: [ours('exec', window(AT_ONCE)), ours('exec', adaptive())],
    zygote: [ours('zygote', window(AT_ONCE)), ours('zygote', adaptive())],
    oneByOne: ours('exec', sequential()),
  };
}

export function settingsOf(launcher: LauncherName): SettingsField {
  const windows = [1, 2, 4, 8, 16, 32, 64].map(window);
  const fixed = [...windows, ...[10, 50, 100].map(waves)];
  return {
    fixed: fixed.map((strategy) => ours(launcher, strategy)),
    adaptive: ours(launcher, adaptive()),
  };
}

function ours(launcher: LauncherName, strategy: Strategy): Contestant {
  return { kind: 'ours', launcher, strategy };
}
