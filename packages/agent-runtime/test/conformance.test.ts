import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { createExecLauncher } from '../src/index.ts';
import { factsAbout, type Subject } from './fixtures/conformance.ts';

const example = (path: string): URL => new URL(`../../../examples/agents/${path}`, import.meta.url);

/** A shell program that gives back the line it reads, except for three words. */
const FILTER = `
read -r line
case $line in
  '"fail"') exit 3 ;;
  '"last"') sleep 1000 ;;
  '"long"') printf '"%600s"' '' ;;
  *) printf '%s' "$line" ;;
esac`;
const echoed = (n: number): { readonly payload: unknown; readonly value: unknown } => {
  const value = [n, 'a "quoted" \\ text', { ä: ['€', '𝄞', null, -0.5e-7] }];
  return { payload: value, value };
};

const sites = createServer(({ url = '' }, response) => {
  if (url === '/long') response.writeHead(302, { location: `/${'x'.repeat(600)}` });
  if (url !== '/endless') response.end();
});
await once(sites.listen(0, '127.0.0.1'), 'listening');
const site = `http://127.0.0.1:${(sites.address() as AddressInfo).port}`;
afterAll(() => sites.close().closeAllConnections());

const subjects: Readonly<Record<string, Subject>> = {
  'the TypeScript agent': {
    spec: { module: example('typescript/agent.ts') },
    task: (n) => ({ payload: `${site}/${n}`, value: { status: 200, url: `${site}/${n}` } }),
    failing: 'no link',
    endless: `${site}/endless`,
    long: `${site}/long`,
    severalAtOnce: true,
    cancelled: 'goes on',
  },
  'the Python agent': {
    spec: { command: 'python3', args: [fileURLToPath(example('python/agent.py'))] },
    task: (n) => ({
      payload: { sql: 'select ? as n, ? as "ä"', parameters: [n, '𝄞'] },
      value: { columns: ['n', 'ä'], rows: [[n, '𝄞']] },
    }),
    failing: { sql: 'select nonsense' },
    endless: {
      sql: 'with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n',
    },
    long: { sql: 'select hex(zeroblob(300))' },
    severalAtOnce: false,
    cancelled: 'goes on',
  },
  'the shell agent': {
    spec: { command: fileURLToPath(example('shell/agent.sh')), args: ['sh', '-c', FILTER] },
    task: echoed,
    failing: 'fail',
    endless: 'last',
    long: 'long',
    severalAtOnce: false,
    cancelled: 'is killed',
  },
  'an agent in Perl': {
    spec: { command: fileURLToPath(new URL('fixtures/stranger.pl', import.meta.url)) },
    task: echoed,
    failing: 'fail',
    endless: 'last',
    long: 'long',
    severalAtOnce: true,
    cancelled: 'goes on',
  },
};

const launcher = await createExecLauncher();
afterAll(() => launcher.close());

describe.each(Object.entries(subjects))('%s', (_name, subject) => {
  test.each(factsAbout(subject).map((fact) => [fact.title, fact] as const))(
    '%s',
    async (_, fact) => {
      expect.hasAssertions();
      await fact.check(subject, launcher);
    },
  );
});
