import { runBench } from '../../../tooling/bench/index.ts';
import { judgeCommand } from './judge-command.ts';
import { judging } from './judging.ts';

await runBench({
  // This app runs as it is written; what ships is what it judges with.
  measured: '@muster/experiment',
  from: import.meta,
  cases: [judging, judgeCommand],
});
