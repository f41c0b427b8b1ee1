import { runBench } from '../../../tooling/bench/index.ts';
import { pairedInterval, pairedTest } from './paired.ts';

await runBench({
  measured: '@muster/analysis',
  from: import.meta,
  cases: [pairedInterval, pairedTest],
});
