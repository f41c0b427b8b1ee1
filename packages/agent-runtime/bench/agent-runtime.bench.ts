import { runBench } from '../../../tooling/bench/index.ts';
import { coldStart } from './cold-start.ts';
import { roundTrips } from './round-trip.ts';

await runBench({
  measured: '@muster/agent-runtime',
  from: import.meta,
  cases: [coldStart, ...roundTrips],
});
