/** What the native side offers a coordinator. What it does for a zygote is seen in its children. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ZygoteUnavailableError } from '../../src/errors.ts';
import { loadNative, nativePaths } from '../../src/native/binding.ts';
import { platformName } from '../../src/native/platform.ts';
import { closeAll } from '../../src/zygote/sockets.ts';
import { openDescriptors, zombiesOf } from '../../../../tooling/testing/processes.ts';
import { until } from '../../../../tooling/testing/until.ts';

const { native } = loadNative();
const { errno, signals } = constants;

function pair(messages: 0 | 1): readonly [number, number] {
  const fds = native.socketPair(messages) as readonly [number, number];
  onTestFinished(() => closeAll(native, fds));
  return fds;
}

test('a build made here is preferred to a prebuilt one, which is named for its platform', () => {
  const [own, prebuilt] = nativePaths();

  expect(own).toMatch(/native\/build\/zygote\.node$/);
  expect(prebuilt).toMatch(new RegExp(`prebuilds/${platformName()}/zygote\\.node$`));
  expect(platformName()).toMatch(/^linux-(x64|arm64)-(glibc|musl)$/);
});

test('without a build it says for what there is none, and what makes one', () => {
  const load = (): unknown => loadNative(['/no/such/a.node', '/no/such/b.node']);

  expect(load).toThrow(ZygoteUnavailableError);
  expect(load).toThrow(
    `there is no native build for ${platformName()}; where there is a C compiler, \`npx muster-zygote-build\` makes one`,
  );
});

test.each([
  ['is cut short', (bytes: Buffer) => bytes.subarray(0, 9_000), 'is not whole'],
  ['is empty', () => Buffer.alloc(0), 'is not whole'],
  ['is something else', () => Buffer.from('not a program '.repeat(100)), 'is not whole'],
  ['is for another processor', forAnotherProcessor, 'cannot open shared object file'],
])('a build that %s is refused, and does not end the process', (_what, change, why) => {
  const [own = ''] = nativePaths();
  const directory = mkdtempSync(join(tmpdir(), 'broken-build-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const broken = join(directory, 'zygote.node');
  writeFileSync(broken, change(readFileSync(own)));

  expect(() => loadNative([broken])).toThrow(/the native build cannot be loaded \(.*; where there/);
  expect(() => loadNative([broken])).toThrow(why);
  expect(loadNative([broken, own]).path).toBe(own);
});

/** The number of the machine in the header, that of a SPARC. */
function forAnotherProcessor(bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes);
  changed.writeUInt16LE(2, 18);
  return changed;
}

test('the first build that can be loaded is taken', () => {
  const [own = ''] = nativePaths();

  expect(loadNative(['/no/such.node', own, '/another.node']).path).toBe(own);
});

test('a pair of sockets keeps bytes as a stream, and messages apart', () => {
  const room = Buffer.alloc(10);
  const [a, b] = pair(0);
  const [c, d] = pair(1);
  for (const fd of [a, c]) for (const word of ['one', 'two']) writeSync(fd, word);

  expect(room.toString('utf8', 0, readSync(b, room))).toBe('onetwo');
  expect(room.toString('utf8', 0, readSync(d, room))).toBe('one');
  expect(room.toString('utf8', 0, readSync(d, room))).toBe('two');
});

test('a socket that is full is told at once, and does not wait', () => {
  const [a] = pair(1);
  const bytes = Buffer.alloc(65_536);
  const none = new Int32Array();
  let failure = 0;
  for (let n = 0; n < 1_000 && failure === 0; n++) failure = native.sendRequest(a, bytes, none);

  expect(failure).toBe(-errno.EAGAIN);
});

test('a socket that nobody reads any more is told, and so is one that is closed', () => {
  const [a, b] = native.socketPair(1) as readonly [number, number];
  const send = (): number => native.sendRequest(a, Buffer.alloc(24), new Int32Array());

  closeAll(native, [b]);
  expect(send()).toBe(-errno.EPIPE);
  closeAll(native, [a]);
  expect(send()).toBe(-errno.EBADF);
});

test('more descriptors than a request may have are refused', () => {
  const [a] = pair(1);

  expect(native.sendRequest(a, Buffer.alloc(24), Int32Array.of(0, 1, 2, 0, 1))).toBe(-errno.EINVAL);
});

test('descriptors that were sent and not yet taken go with the socket', () => {
  const [a, b] = native.socketPair(1) as readonly [number, number];
  const [c, d] = native.socketPair(0) as readonly [number, number];
  expect(native.sendRequest(a, Buffer.alloc(24), Int32Array.of(d))).toBe(0);
  closeAll(native, [d]);

  closeAll(native, [a, b]);

  // Its other end has seen the last copy go.
  expect(readSync(c, Buffer.alloc(1))).toBe(0);
  closeAll(native, [c]);
});

test('a process that lives is told by nothing, one that was not there by its error', async () => {
  const child = spawn('sleep', ['60']);
  const fd = native.openPidfd(child.pid!);
  onTestFinished(() => closeAll(native, [fd]));

  expect(native.readPidfd(fd)).toBeUndefined();
  child.kill('SIGKILL');
  await once(child, 'exit');

  expect(native.readPidfd(fd)).toBeDefined();
  expect(native.openPidfd(child.pid!)).toBe(-errno.ESRCH);
});

test.each<readonly [string, string, number]>([
  ['exit 0', 'exit 0', 0],
  ['exit 255', 'exit 255', 255 << 8],
  ['SIGKILL', 'kill -KILL $$', signals.SIGKILL],
  ['SIGTERM', 'kill -TERM $$', signals.SIGTERM],
])('how a process ended can be read once it is reaped: %s', async (_how, script, status) => {
  const child = spawn('/bin/sh', ['-c', `read -r line; ${script}`], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const fd = native.openPidfd(child.pid!);
  onTestFinished(() => closeAll(native, [fd]));
  const exited = once(child, 'exit');
  child.stdin.end('\n');
  await exited;

  expect(native.readPidfd(fd)).toBe(status);
});

test('one that has ended and is not yet reaped is told from one that lives', async () => {
  // A parent that never reaps: its child stays a zombie, and nobody can read how it ended.
  const script = 'sleep 0.5 & echo $!; exec sleep 60';
  const parent = spawn('/bin/sh', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => void parent.kill('SIGKILL'));
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const fd = native.openPidfd(Number(line.toString()));
  onTestFinished(() => closeAll(native, [fd]));

  expect(native.readPidfd(fd)).toBeUndefined();
  await until('it has ended', () => zombiesOf(parent.pid!).length === 1);

  expect(native.readPidfd(fd)).toBe(-2);
});

test('pairs, processes and failures leave no descriptor', () => {
  const before = openDescriptors().length;

  for (let n = 0; n < 50; n++) {
    closeAll(native, native.socketPair(0) as readonly [number, number]);
    closeAll(native, [native.openPidfd(process.pid)]);
    native.openPidfd(-1);
  }

  expect(openDescriptors().length).toBe(before);
});
