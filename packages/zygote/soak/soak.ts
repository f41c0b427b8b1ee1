/**
 * Thousands of forks of one zygote that end in every way there is: is each end told once and right,
 * is nothing left, does nothing grow? `node soak/soak.ts [--forks 10000] [--concurrency 16]
 * [--seed 1] [--json]`. Exit code 1 when something is not as it must be, 2 for a wrong flag, 130 after
 * Ctrl-C.
 */
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createZygote } from '@muster/zygote';
import { createProgress } from '../../../tooling/soak/progress.ts';
import { readOptions, readOwn } from '../../../tooling/soak/options.ts';
import { runSoak } from '../../../tooling/soak/run-soak.ts';
import { processesOfRun, runTokenOf } from '../../../tooling/testing/processes.ts';
import { type Findings, judge } from './judge.ts';
import { createRandom } from './random.ts';
import { type Heard, soakForks, together } from './soak-forks.ts';
import { type Sample, watch } from './watch.ts';

/** In which streams of forks that have ended are closed. */
const AT_REST_MS = 500;

const DEFAULTS = { forks: 10_000, concurrency: 16, seed: 1 };
const options = readOwn((args) => readOptions(args, DEFAULTS));
await runSoak({ json: options.json, soak, judge, summary });

function summary({ heard, node, forksPerSecond }: Findings): string {
  const kinds = Object.entries(heard.byKind).map(([kind, count]) => `${count} ${kind}`);
  const speed = `${forksPerSecond.toFixed(0)} a second`;
  return `${heard.done} forks on Node ${node}, ${speed}: ${kinds.join(', ')}`;
}

async function soak(signal: AbortSignal): Promise<Findings> {
  const { forks, concurrency, seed } = options;
  const zygote = await createZygote();
  const runToken = runTokenOf(zygote.pid);
  const watching = watch(zygote.pid, () => performance.now());
  const progress = createProgress(forks, 'forks', () => performance.now());
  const samples: Sample[] = [];
  const random = createRandom(seed);
  const startedAtMs = performance.now();

  let heard: Heard | undefined;
  let ended = 0;
  // In three parts, so that there are moments at which no fork is alive.
  for (const share of [0.1, 0.5, 1]) {
    const part = await soakForks({
      zygote,
      forks: Math.round(forks * share) - (heard?.done ?? 0),
      concurrency,
      module: fileURLToPath(new URL('program.js', import.meta.url)),
      random,
      signal,
      onEnd: () => progress.report(++ended),
    });
    heard = heard === undefined ? part : together(heard, part);
    await setTimeout(AT_REST_MS);
    samples.push(watching.sample(heard.done));
  }

  const elapsedMs = performance.now() - startedAtMs;
  progress.end();
  const whileOpen = processesOfRun(runToken).filter((pid) => pid !== zygote.pid).length;
  const { live, waiting } = zygote.stats();
  const zombies = watching.stop();
  await zygote.close();
  return {
    node: process.versions.node,
    asked: forks,
    heard: heard!,
    samples,
    zombies,
    leftover: { whileOpen, afterClose: processesOfRun(runToken).length },
    unended: live + waiting,
    forksPerSecond: (ended / elapsedMs) * 1000,
  };
}
