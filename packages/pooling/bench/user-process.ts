/** One contestant: `user-process.ts <pool> <users>`. Each sample is a while of acquiring and releasing. */
import { micro, serveSampler } from '../../../tooling/bench/index.ts';
import { POOLS } from './pools.ts';

const POOL_SIZE = 16;
/** Uses in one timed call, whatever the number of users: starting the users must not count. */
const USES = 2_560;

const [name = '', count = ''] = process.argv.slice(2);
const open = POOLS[name];
if (open === undefined) throw new Error(`there is no pool named ${name}`);
const pool = await open(POOL_SIZE);

async function user(): Promise<void> {
  for (let n = 0; n < USES / Number(count); n += 1) await pool.use();
}

serveSampler(
  micro(() => Promise.all(Array.from({ length: Number(count) }, user)), {
    timeMs: 100,
    iterations: 5,
    operations: USES,
  }),
);
