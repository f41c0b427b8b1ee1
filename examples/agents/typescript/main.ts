/** Has the TypeScript agent check three links at once, and gives up the one that never answers. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createExecLauncher } from '@muster/agent-runtime';

const server = createServer(({ url }, response) => {
  if (url !== '/silent') response.writeHead(url === '/here' ? 200 : 404).end();
});
await once(server.listen(0, '127.0.0.1'), 'listening');
const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const launcher = await createExecLauncher();
const agent = await launcher.launch({ module: new URL('agent.ts', import.meta.url) });
const patience = new AbortController();
const silent = agent.run(`${site}/silent`, { signal: patience.signal });
for (const path of ['/here', '/gone']) {
  const { status } = (await agent.run(site + path)) as { readonly status: number };
  process.stdout.write(`${path}: ${status}\n`);
}
patience.abort(new Error('not waited for any longer'));
await silent.catch((error: unknown) => process.stdout.write(`/silent: ${String(error)}\n`));
server.close().closeAllConnections();
await launcher.close();
