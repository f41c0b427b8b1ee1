/** Has agents by the hundred in every way there is, side by side. `scale.ts` says what its flags are. */
import { measureAlone } from '../../../tooling/bench/index.ts';
import { createRandom } from '../../experiment/src/plan/random.ts';
import type { Contestant, LauncherName } from './contestants/contestant.ts';
import { findField, settingsOf } from './field.ts';
import { type Entry, type EntryResult, quickest } from './measure/entry.ts';
import { measureRounds, type RoundsOptions } from './measure/rounds.ts';
import { judgeGoals, type Settings } from './report/goals.ts';
import { goalLines, LEGEND, resultTable } from './report/tables.ts';
import { parseScale } from './scale.ts';

const SHUFFLE_SEED = 1;
const scale = parseScale(process.argv.slice(2));
const { count, execSettingsCount, oneByOneCount, rounds } = scale;

await measureAlone({ measured: '@muster/spawning', from: import.meta }, async (print) => {
  const optionsOf = (purpose: string): RoundsOptions => ({
    rounds,
    random: createRandom(SHUFFLE_SEED, purpose),
    onRound: (done) => print(`  round ${done} of ${rounds}`),
  });
  const field = findField();
  for (const name of field.missing) print(`${name} is not installed: measured without it`);

  print(`\n${count} agents`);
  const { oneByOne, ...many } = await measureRounds(
    {
      oneByOne: [{ contestant: field.oneByOne, count: oneByOneCount, scaledTo: count }],
      peers: entries(field.peers, count),
      exec: entries(field.exec, count),
      zygote: entries(field.zygote, count),
    },
    optionsOf('field'),
  );
  const [cold] = oneByOne as [EntryResult];
  const all = [cold, ...many.peers, ...many.exec, ...many.zygote];
  print(resultTable(all, cold));

  const settings = [
    await measureSettings('exec', execSettingsCount),
    await measureSettings('zygote', count),
  ];

  async function measureSettings(launcher: LauncherName, burst: number): Promise<Settings> {
    print(`\nsettings on ${launcher}, ${burst} agents`);
    const { fixed, adaptive } = settingsOf(launcher);
    const results = await measureRounds(
      { fixed: entries(fixed, burst), adaptive: entries([adaptive], burst) },
      optionsOf(launcher),
    );
    const [own] = results.adaptive as [EntryResult];
    print(resultTable([...results.fixed, own], quickest(results.fixed)));
    return { fixed: results.fixed, adaptive: own };
  }

  const goals = judgeGoals({ ...many, oneByOne: cold, settings });
  print(`\n${LEGEND}\n\n${goalLines(goals)}`);
  return { node: process.version, scale, missing: field.missing, bursts: all, settings, goals };
});

function entries(contestants: readonly Contestant[], burst: number): readonly Entry[] {
  return contestants.map((contestant) => ({ contestant, count: burst }));
}
