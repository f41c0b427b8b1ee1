/** The smallest agent: it answers every task with the task itself. Its cost is that of an agent. */
import { serveAgent } from '../serve.ts';

serveAgent({ onTask: (payload) => payload });
