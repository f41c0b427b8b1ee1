/** Starts agents in every way there is, side by side. `--quick` only shows that it all runs. */
import { measureAlone } from '../../../tooling/bench/index.ts';
import { bareKind, runtimeKind, sdkKind } from './kinds.ts';
import { type KindResult, measureKind } from './measure/measure-kind.ts';
import { FULL, QUICK } from './measure/scale.ts';
import { buildPrograms } from './programs.ts';
import { judgeGoals } from './report/goals.ts';
import { goalLines, kindTables, LEGEND } from './report/tables.ts';

const scale = process.argv.includes('--quick') ? QUICK : FULL;

await measureAlone({ measured: '@muster/zygote', from: import.meta }, async (print) => {
  const programs = buildPrograms();
  if (programs === undefined) print('no C compiler: without the zygote and the program in C');
  try {
    const kinds: KindResult[] = [];
    for (const open of [bareKind, runtimeKind, sdkKind]) {
      const result = await measureKind(await open(programs), scale);
      kinds.push(result);
      print(`\n${kindTables(result)}`);
    }
    const goals = judgeGoals(kinds);
    print(`\n${LEGEND}\n\n${goalLines(goals)}`);
    return { node: process.version, scale, kinds, goals };
  } finally {
    programs?.remove();
  }
});
