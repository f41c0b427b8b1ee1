/**
 * Thousands of forks of one zygote that end in every way there is: is each end told once and right,
 * is nothing left, does nothing grow? `node soak/soak.ts [--forks 10000] [--concurrency 16]
 * [--seed 1] [--json]`. Exit code 1 when something is not as it must be, 130 after Ctrl-C.
 */
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createZygote } from '@muster/zygote';
import { createProgress } from '../../../tooling/bench/soak-progress.ts';
import { type Findings, judge, tableOf } from './judge.ts';
import { parseSoakOptions } from './options.ts';
import { processesOfRun, runTokenOf } from './processes.ts';
import { createRandom } from './random.ts';
import { type Heard, soakForks, together } from './soak-forks.ts';
import { type Sample, watch } from './watch.ts';

/** In which streams of forks that have ended are closed. */
const AT_REST_MS = 500;

const options = parseSoakOptions(process.argv.slice(2));
const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());

const findings = await soak();
const lines = judge(findings);
if (options.json) {
  process.stdout.write(`${JSON.stringify({ ...findings, lines }, null, 2)}\n`);
} else {
  const { heard, node, forksPerSecond } = findings;
  const kinds = Object.entries(heard.byKind).map(([kind, count]) => `${count} ${kind}`);
  const head = `${heard.done} forks on Node ${node}, ${forksPerSecond.toFixed(0)} a second`;
  process.stdout.write(`${head}: ${kinds.join(', ')}\n${tableOf(lines)}\n`);
  for (const example of heard.examples) process.stdout.write(`  ${example}\n`);
}
if (interrupted.signal.aborted) process.exitCode = 130;
else process.exitCode = lines.every(({ met }) => met) ? 0 : 1;

async function soak(): Promise<Findings> {
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
      signal: interrupted.signal,
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
