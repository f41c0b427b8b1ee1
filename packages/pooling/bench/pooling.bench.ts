import { measureAlone, runBench } from '../../../tooling/bench/index.ts';
import { hikariSpike } from './spike.ts';
import { spikeTable } from './spike-table.ts';
import { users } from './users.ts';
import { warmLease } from './warm-lease.ts';

const alone = { measured: '@muster/pooling', from: import.meta };

await runBench({
  ...alone,
  cases: [
    users(1),
    users(16),
    users(256),
    warmLease,
    hikariSpike('started'),
    hikariSpike('servedMs'),
  ],
});
await measureAlone(alone, async (print) => {
  print('\nspikes of other sizes: agents started / ms until all are served\n');
  print(await spikeTable());
});
