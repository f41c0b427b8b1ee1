import type { Contestant, Starter } from './contestant.ts';
import { ourStarter } from './ours.ts';
import { pLimitStarter } from './p-limit-execa.ts';
import { programStarter } from './programs.ts';

/** Puts a contestant to work. */
export async function openStarter(contestant: Contestant): Promise<Starter> {
  const { kind } = contestant;
  if (kind === 'program') return programStarter(contestant.program);
  if (kind === 'p-limit + execa') return pLimitStarter(contestant.atOnce);
  return ourStarter(contestant.launcher, contestant.strategy);
}
