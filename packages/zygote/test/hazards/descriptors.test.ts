import { readdirSync, readlinkSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Outcome, outcomeOf, runCold, runForked } from '../fixtures/child-outcome.ts';
import { openPrograms, type Programs } from '../fixtures/child-programs.ts';
import { ENV, openZygote } from '../fixtures/child-zygote.ts';

const LIST = `
  import { readdirSync, readlinkSync } from 'node:fs';
  const seen = readdirSync('/proc/self/fd').flatMap((fd) => { try { return [[fd, readlinkSync('/proc/self/fd/' + fd)]] } catch { return [] } });
  console.log(JSON.stringify(seen));`;

type Descriptors = readonly (readonly [string, string])[];
const parse = ({ stdout }: Outcome): Descriptors => JSON.parse(stdout) as Descriptors;
const sockets = (all: Descriptors): readonly string[] =>
  all.filter(([, what]) => what.startsWith('socket:')).map(([, what]) => what);
const count = (all: Descriptors, kind: string): number =>
  all.filter(([, what]) => what.includes(kind)).length;
const list = (files: Programs): string => files.write('list.mjs', LIST);

test('a child has the sockets that were given to it and no others', async () => {
  using files = openPrograms();
  const module = list(files);
  await using zygote = await openZygote();
  const own = parse(await runForked(zygote, { module, env: ENV }));
  expect(own.filter(([, what]) => what.startsWith('socket:')).map(([fd]) => fd)).toEqual([
    '1',
    '2',
  ]);
  const child = await zygote.fork({ module, env: ENV, channel: true });
  const withChannel = parse(await outcomeOf(child));
  child.channel?.destroy();
  expect(withChannel.filter(([, what]) => what.startsWith('socket:')).map(([fd]) => fd)).toEqual([
    '1',
    '2',
    '3',
  ]);
});

test('siblings that live at the same time share no socket with each other or with their zygote', async () => {
  using files = openPrograms();
  const module = files.write('waiting.mjs', `${LIST} setInterval(() => {}, 1_000);`);
  await using zygote = await openZygote();
  const children = await Promise.all(
    [1, 2, 3].map(() => zygote.fork({ module, env: ENV, channel: true })),
  );
  const texts = await Promise.all(
    children.map(
      (child) =>
        new Promise<string>((resolve) => child.stdout.setEncoding('utf8').once('data', resolve)),
    ),
  );
  const folder = `/proc/${zygote.pid}/fd`;
  const its = readdirSync(folder).map((fd) => readlinkSync(join(folder, fd)));
  for (const child of children) child.signal('SIGKILL');
  await Promise.all(children.map(({ ended }) => ended));
  for (const child of children) child.channel?.destroy();
  const theirs = texts.flatMap((text) => sockets(JSON.parse(text) as Descriptors));
  expect(new Set(theirs).size).toBe(9);
  expect(its.filter((what) => theirs.includes(what))).toEqual([]);
});

test('a child has no more pipes, files or watchers than a fresh process', async () => {
  using files = openPrograms();
  const module = list(files);
  await using zygote = await openZygote();
  const cold = parse(await runCold({ module, env: ENV }));
  const forked = parse(await runForked(zygote, { module, env: ENV }));
  for (const kind of ['pipe:', 'eventpoll', 'io_uring', 'inotify']) {
    expect({ kind, more: count(forked, kind) > count(cold, kind) }).toEqual({ kind, more: false });
  }
  expect(forked.filter(([, what]) => what.startsWith('/') && what !== '/dev/null')).toEqual(
    cold.filter(([, what]) => what.startsWith('/') && what !== '/dev/null'),
  );
  expect(forked.find(([fd]) => fd === '0')).toEqual(['0', '/dev/null']);
});

test('what a child starts has none of its descriptors', async () => {
  using files = openPrograms();
  const module = files.write(
    'parent.mjs',
    `import { execSync } from 'node:child_process';
     console.log(String(execSync('ls /proc/self/fd', { stdio: ['ignore', 'pipe', 'inherit'] })));`,
  );
  await using zygote = await openZygote();
  const child = await zygote.fork({ module, env: ENV, channel: true });
  const { stdout } = await outcomeOf(child);
  child.channel?.destroy();
  const cold = await runCold({ module, env: ENV });
  expect(stdout).toMatch(/^0\n1\n2\n/);
  expect(stdout).toBe(cold.stdout);
});

test('a server that each child listens with is its own', async () => {
  using files = openPrograms();
  const module = files.write(
    'server.mjs',
    `import { createServer } from 'node:net'; import { existsSync } from 'node:fs';
     const path = process.argv[2];
     const server = createServer((socket) => socket.end(String(process.pid))).listen(path, () => console.log('listening'));
     process.on('SIGTERM', () => server.close(() => { console.log(existsSync(path)); }));`,
  );
  await using zygote = await openZygote();
  // This one is in the coordinator: the children's servers must not disturb it either.
  const mine = join(files.directory, 'mine');
  const server = createServer((socket) => socket.end('mine'));
  await new Promise<void>((resolve) => server.listen(mine, resolve));
  const paths = ['a', 'b'].map((name) => join(files.directory, name));
  const children = await Promise.all(
    paths.map((path) => zygote.fork({ module, args: [path], env: ENV })),
  );
  await Promise.all(
    children.map((child) => new Promise((resolve) => child.stdout.once('data', resolve))),
  );
  const answers: string[] = [];
  for (const path of [...paths, mine, ...paths]) answers.push(await ask(path));
  const [first, second] = children.map(({ pid }) => String(pid));
  expect(answers).toEqual([first, second, 'mine', first, second]);
  children[0]?.signal('SIGTERM');
  await children[0]?.ended;
  expect(await ask(paths[1]!)).toBe(second);
  children[1]?.signal('SIGTERM');
  expect(await children[1]?.ended).toEqual({ code: 0, signal: null });
  await new Promise((resolve) => server.close(resolve));
});

function ask(path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    connect(path)
      .setEncoding('utf8')
      .on('data', (data: string) => (text += data))
      .once('error', reject)
      .once('close', () => resolve(text));
  });
}
