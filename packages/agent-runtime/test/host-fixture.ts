import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Reading } from '../src/host/reading.ts';

export interface FixtureTree extends AsyncDisposable {
  readonly path: string;
}

/** A directory with these files, which may name the directory itself as `{root}`. */
export async function fixtureTree(files: Readonly<Record<string, string>>): Promise<FixtureTree> {
  const path = await mkdtemp(join(tmpdir(), 'muster-host-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(path, dirname(name)), { recursive: true });
    await writeFile(join(path, name), text.replaceAll('{root}', path));
  }
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

export interface RunningProcess extends AsyncDisposable {
  readonly pid: number;
  /** Its first line of output: what it says when it is ready. */
  readonly firstLine: string;
}

/** Starts a program and waits for its first line. Disposing kills it and waits for its end. */
export async function startProcess(
  program: string,
  args: readonly string[],
): Promise<RunningProcess> {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'ignore'] });
  const [firstLine] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { pid: child.pid!, firstLine, [Symbol.asyncDispose]: () => endOf(child) };
}

/** A Node process that runs this code and then waits until its standard input ends. */
export function startNode(code: string): Promise<RunningProcess> {
  return startProcess(process.execPath, [
    '-e',
    `process.stdin.resume().on('end', () => process.exit()); ${code}`,
  ]);
}

/** Ends its input, which its descendants share, so that they leave as well; then makes sure. */
async function endOf(child: ChildProcess): Promise<void> {
  const ended = once(child, 'close');
  child.stdin?.end();
  child.kill('SIGKILL');
  await ended;
}

/** The id of a process that has ended and been reaped. */
export async function vanishedPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid!;
}

/** The value, or an error that says why the host does not show it. */
export function valueOf<T>(reading: Reading<T>): T {
  if (!reading.shown) throw new Error(`not shown: ${reading.because}`);
  return reading.value;
}

/** One line of /proc/PID/stat. */
export function statLine(fields: {
  readonly pid: number;
  readonly parentPid: number;
  readonly name?: string;
  readonly state?: string;
  /** utime, stime, cutime, cstime. */
  readonly ticks?: readonly [number, number, number, number];
}): string {
  const { pid, parentPid, name = 'node', state = 'S', ticks = [0, 0, 0, 0] } = fields;
  return `${pid} (${name}) ${state} ${parentPid} 1 1 0 -1 4194560 34945 347270 0 139 ${ticks.join(' ')} 10 -10 13 0 24 46931968 3933\n`;
}
