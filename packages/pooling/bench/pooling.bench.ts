import { runBench } from '../../../tooling/bench/index.ts';
import { users } from './users.ts';
import { warmLease } from './warm-lease.ts';

await runBench({
  measured: '@muster/pooling',
  from: import.meta,
  cases: [users(1), users(16), users(256), warmLease],
});
