/** One contestant: `user-process.ts <pool> <users>`. Each sample is a while of acquiring and releasing. */
import { micro, serveSampler } from '../../../tooling/bench/index.ts';
import { openMuster, PEERS, RESETTING_PEERS } from './pools.ts';
import { createSlowLauncher } from './slow-launcher.ts';

const POOL_SIZE = 16;
/**
 * Uses in one timed call, whatever the number of users: so many that starting the users does not count
 * and each call pays for its own garbage, which no median then leaves out.
 */
const USES = 25_600;

const [name = '', count = ''] = process.argv.slice(2);
const open = { muster: openMuster, ...PEERS, ...RESETTING_PEERS }[name];
if (open === undefined) throw new Error(`there is no pool named ${name}`);
const pool = await open(createSlowLauncher(), { min: POOL_SIZE, max: POOL_SIZE });

const usesEach = USES / Number(count);

async function user(): Promise<void> {
  for (let n = 0; n < usesEach; n += 1) await pool.use();
}

serveSampler(
  micro(() => Promise.all(Array.from({ length: Number(count) }, user)), {
    timeMs: 100,
    iterations: 5,
    operations: USES,
  }),
);
