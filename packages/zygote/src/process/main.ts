/**
 * The program a zygote runs. The streams come first and everything else after: some of Node's own
 * modules look at process.stderr when they are imported.
 */
import { lendStreams } from './streams.ts';

const returnStreams = lendStreams();
const { run } = await import('./run.ts');
await run(JSON.parse(process.argv[2]!), returnStreams);
