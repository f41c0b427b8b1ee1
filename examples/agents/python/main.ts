/** Asks the Python agent: loads a table, sums it up, and loses patience with a query without end. */
import { fileURLToPath } from 'node:url';
import { createExecLauncher, DeadlineError } from '@muster/agent-runtime';

const program = fileURLToPath(new URL('agent.py', import.meta.url));
const launcher = await createExecLauncher();
const agent = await launcher.launch({ command: 'python3', args: [program] });

await agent.run({ sql: 'create table orders (what text, many integer)' });
const insert = 'insert into orders values (?, ?), (?, ?), (?, ?)';
await agent.run({ sql: insert, parameters: ['pears', 3, 'plums', 5, 'pears', 4] });
const total = { sql: 'select what, sum(many) as many from orders group by what' };
process.stdout.write(`${JSON.stringify(await agent.run(total))}\n`);

const endless =
  'with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n';
await agent.run({ sql: endless }, { deadlineMs: 100 }).catch((error: unknown) => {
  if (!(error instanceof DeadlineError)) throw error;
  process.stdout.write(`${error.message}\n`);
});
process.stdout.write(`still there: ${JSON.stringify(await agent.run(total))}\n`);
await launcher.close();
