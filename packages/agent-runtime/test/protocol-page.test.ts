import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { TaskError } from '../src/index.ts';
import type { AgentSpec } from '../src/launchers/spec.ts';
import { rejection } from '../../../tooling/testing/rejection.ts';
import { open } from './fixtures/launch.ts';
import { GET_READY, SERVE, shell } from './fixtures/specs.ts';

/** The agent that the page shows in this language, as a program. */
async function shown(language: 'sh' | 'python'): Promise<AgentSpec> {
  const page = await readFile(new URL('../PROTOCOL.md', import.meta.url), 'utf8');
  const [, program = ''] = page.split(`\`\`\`${language}\n`);
  const directory = await mkdtemp(join(tmpdir(), 'page-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const path = join(directory, 'agent');
  await writeFile(path, program.slice(0, program.indexOf('```')));
  await chmod(path, 0o755);
  return language === 'sh' ? { command: path } : { command: 'python3', args: [path] };
}

test('the shell agent of the protocol page works, and leaves when it is stopped', async () => {
  const launcher = await open();
  const agent = await launcher.launch(await shown('sh'));

  const answers = await Promise.all([agent.run('a "quoted" \\ task'), agent.run(['{}', 1])]);

  expect(answers).toEqual(['done', 'done']);
  await agent.send('a message');
  expect(await agent.ping()).toBeGreaterThan(0);
  expect(await agent.stop({ graceMs: 20_000 })).toMatchObject({ code: 0, stderr: [] });
});

test('the Python agent of the protocol page does all that an agent can be asked', async () => {
  const launcher = await open();
  const agent = await launcher.launch(await shown('python'));

  expect(await agent.run([1, 2, 3.5])).toBe(6.5);
  const error = await rejection(agent.run('not a list'), TaskError);
  expect(error).toMatchObject({ remoteName: 'TypeError', agentId: 'agent-1' });
  await agent.reset();
  await agent.send({ any: 'thing' });
  expect(await agent.ping()).toBeGreaterThan(0);
  expect(await agent.stop({ graceMs: 20_000 })).toMatchObject({ code: 0, stderr: [] });
});

test('an agent over standard input and output can be spoken to a hundred times at once', async () => {
  const launcher = await open();
  const agent = await launcher.launch(await shown('python'));

  const sums = await Promise.all(Array.from({ length: 100 }, (_, n) => agent.run([n, 1])));

  expect(sums).toEqual(Array.from({ length: 100 }, (_, n) => n + 1));
});

test('a frame can be cut apart without a JSON reader: type, number, payload', async () => {
  const launcher = await open();
  const agent = await launcher.launch(shell(`${GET_READY} ${SERVE}`));

  // This agent answers with the line it was asked with.
  const line = JSON.stringify(await agent.run({ a: [1, 'b c'] }));

  expect(line).toMatch(/^\{"type":"task","id":\d+,"payload":\{"a":\[1,"b c"\]\}\}$/);
});
