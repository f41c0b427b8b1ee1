import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { createHub, type Hub } from '../src/channel/hub.ts';
import { createExecLauncher } from '../src/index.ts';
import { createRunDirectory, socketPathIn } from '../src/process/run-directory.ts';
import { environmentOf } from '../../../tooling/testing/processes.ts';
import { rawAgent } from '../../../tooling/testing/specs.ts';
import { until } from '../../../tooling/testing/until.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

async function openHub(helloDeadlineMs?: number): Promise<Hub> {
  const directory = createRunDirectory();
  const options = helloDeadlineMs === undefined ? {} : { helloDeadlineMs };
  const hub = await createHub(socketPathIn(directory), options);
  onTestFinished(async () => {
    await hub.close();
    await rm(directory, { recursive: true });
  });
  return hub;
}

/** Connects, says `text`, and resolves when it has been shown out. */
function shownOut(socketPath: string, text: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(socketPath, () => socket.write(text));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
    socket.resume();
  });
}

const known = { id: 'known', incarnation: 7, token: 'right' };
const hello = { type: 'hello', protocol: 1, agent: 'known', incarnation: 7, token: 'right' };
const line = (frame: object): string => `${JSON.stringify(frame)}\n`;

test.each<readonly [string, string, number]>([
  ['garbage', 'GET / HTTP/1.1\r\n\r\n', 0],
  ['another frame than hello', line({ type: 'ready' }), 0],
  ['a hello without a token', line({ ...hello, token: undefined }), 0],
  ['a wrong token', line({ ...hello, token: 'wrong' }), 0],
  ['a token of the right length', line({ ...hello, token: 'wrigt' }), 0],
  ['an unknown agent of a time to come', line({ ...hello, agent: 'x', incarnation: 8 }), 0],
  ['an unknown agent of old', line({ ...hello, agent: 'x', incarnation: 3 }), 1],
  ['an old incarnation', line({ ...hello, incarnation: 6 }), 1],
  ['more than a hello can be', 'x'.repeat(5_000), 0],
  ['nothing', '', 0],
])('a stranger is shown out and counted: %s', async (_what, text, late) => {
  const hub = await openHub(text === '' ? 20 : 20_000);
  const onHello = vi.fn<() => boolean>(() => true);
  hub.expect(known, 1_000, onHello);

  await shownOut(hub.socketPath, text);

  expect(hub.stats()).toEqual({ refusedConnections: 1, lateHellos: late });
  expect(onHello).not.toHaveBeenCalled();
});

test('the right one is let in after strangers, and only once', async () => {
  const hub = await openHub();
  const onHello = vi.fn<() => boolean>(() => true);
  hub.expect(known, 1_000, onHello);
  await shownOut(hub.socketPath, line({ ...hello, token: 'wrong' }));
  const socket: Socket = connect(hub.socketPath, () => socket.write(line(hello)));

  await until('it is let in', () => onHello.mock.calls.length === 1);
  await shownOut(hub.socketPath, line(hello));

  expect(socket.destroyed).toBe(false);
  expect(onHello).toHaveBeenCalledOnce();
  expect(hub.stats()).toEqual({ refusedConnections: 2, lateHellos: 1 });
});

test('one whose launch was given up is late', async () => {
  const hub = await openHub();
  const giveUp = hub.expect(known, 1_000, () => true);
  giveUp();

  await shownOut(hub.socketPath, line(hello));

  expect(hub.stats()).toEqual({ refusedConnections: 1, lateHellos: 1 });
});

test('giving up an old start does not give up the new one', async () => {
  const hub = await openHub();
  const onHello = vi.fn<() => boolean>(() => true);
  const giveUpOld = hub.expect({ ...known, incarnation: 6 }, 1_000, () => true);
  hub.expect(known, 1_000, onHello);
  giveUpOld();
  const socket: Socket = connect(hub.socketPath, () => socket.write(line(hello)));

  await until('it is let in', () => onHello.mock.calls.length === 1);
  expect(hub.stats().refusedConnections).toBe(0);
});

test('a hub closes although somebody holds a connection', async () => {
  const hub = await openHub();
  const socket = connect(hub.socketPath);
  await new Promise((resolve) => socket.once('connect', resolve));

  await hub.close();

  await until('the connection is gone', () => socket.destroyed);
  expect(hub.stats()).toEqual({ refusedConnections: 0, lateHellos: 0 });
});

test('more agents than a burst can knock while the coordinator is busy', async () => {
  const hub = await openHub(20_000);
  // The coordinator does not turn while this runs: the kernel must keep every one waiting.
  const knock = `
import socket, sys
knocks = []
for n in range(700):
    s = socket.socket(socket.AF_UNIX); s.setblocking(False)
    try: s.connect(sys.argv[1]); knocks.append(s)
    except BlockingIOError: break
print(len(knocks))`;

  const { stdout, stderr } = spawnSync('python3', ['-c', knock, hub.socketPath]);
  expect(stderr.toString()).toBe('');

  expect(Number(stdout.toString())).toBe(700);
});

test('bystanders do not notice strangers at the socket of a launcher', async () => {
  await using launcher = await createExecLauncher();
  const { pid, ...agent } = await launcher.launch(rawAgent(['hello', '{"type":"ready"}']));
  const socketPath = environmentOf(pid)['MUSTER_SOCKET']!;

  await shownOut(socketPath, 'garbage\n');
  await shownOut(socketPath, line({ ...hello, agent: agent.id, incarnation: agent.incarnation }));

  expect(launcher.stats()).toMatchObject({ refusedConnections: 2, late: 1, live: 1 });
});

test('the socket has mode 0600, in a directory of mode 0700 that goes with the launcher', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'modes-'));
  vi.stubEnv('TMPDIR', parent);
  onTestFinished(() => rm(parent, { recursive: true }));
  const launcher = await createExecLauncher();
  const [name = ''] = await readdir(parent);
  const socketPath = join(parent, name, 'hub.sock');

  expect((await stat(socketPath)).mode & 0o777).toBe(0o600);
  expect((await stat(dirname(socketPath))).mode & 0o777).toBe(0o700);
  await launcher.close();
  expect(await readdir(parent)).toEqual([]);
});

test('a socket is to be had however long TMPDIR is', async () => {
  vi.stubEnv('TMPDIR', `/tmp/${'long/'.repeat(40)}`);
  await using launcher = await createExecLauncher();

  const agent = await launcher.launch(rawAgent(['hello', '{"type":"ready"}']));

  expect(environmentOf(agent.pid)['MUSTER_SOCKET']).toMatch(/^\/tmp\/muster-.{6}\/hub\.sock$/);
});

test('a launcher that gets no socket leaves no directory and says why', async () => {
  vi.stubEnv('TMPDIR', '/no/such/place');

  await expect(createExecLauncher()).rejects.toThrow('ENOENT');
});
