import { runBench } from '../../../tooling/bench/index.ts';
import { pairedInterval, pairedTest } from './paired.ts';
import { sprintsFromFiles } from './sprints.ts';

await runBench({
  measured: '@muster/analysis',
  from: import.meta,
  cases: [pairedInterval, pairedTest, sprintsFromFiles],
});
