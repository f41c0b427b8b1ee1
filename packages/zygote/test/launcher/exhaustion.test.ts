/** Without descriptors or processes to spare, starts fail by name, and go on when there are some. */
import { execFile } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { fixturePath } from '../fixtures/launcher-specs.ts';

interface Outcome {
  readonly answers: number;
  readonly errors: readonly string[];
  readonly after: string;
  readonly live: number;
}

const IS_ROOT = process.getuid?.() === 0;
/** The user that root becomes for this, in each run of the tests another; anybody else stays. */
const USER = IS_ROOT ? 60_000 + (process.pid % 5_000) : (process.getuid?.() ?? 0);

async function runWith(words: readonly string[]): Promise<Outcome> {
  const [program = '', ...args] = words;
  const rest = [process.execPath, fixturePath('scarcity'), ...(IS_ROOT ? [String(USER)] : [])];
  const { stdout } = await promisify(execFile)(program, [...args, ...rest]);
  return JSON.parse(stdout) as Outcome;
}

/** The kernel counts threads, of all that the user runs. */
function threadsOfUser(): number {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        if (statSync(`/proc/${pid}`).uid !== USER) return 0;
        return readdirSync(`/proc/${pid}/task`).length;
      } catch {
        return 0;
      }
    })
    .reduce((sum, count) => sum + count, 0);
}

const withDescriptors = (limit: number) => (): readonly string[] => [
  'prlimit',
  `--nofile=${limit}`,
];
const withProcesses = (more: number) => (): readonly string[] => [
  'prlimit',
  `--nproc=${threadsOfUser() + more}`,
];

/** No process, or one that found no room for the thread of V8 that it lacks. */
const NO_PROCESS = /\(spawn\): .*EAGAIN|\(hello\): exit code 71/;

test.each<readonly [string, () => readonly string[], RegExp]>([
  ['64 descriptors', withDescriptors(64), /\(spawn\): .*EMFILE/],
  ['96 descriptors', withDescriptors(96), /\(spawn\): .*EMFILE/],
  ['128 descriptors', withDescriptors(128), /\(spawn\): .*EMFILE/],
  ['40 threads', withProcesses(40), NO_PROCESS],
  ['60 threads', withProcesses(60), NO_PROCESS],
])(
  'with %s, what does not fit fails by name, the rest serves, and later ones are forked again',
  async (_what, limit, named) => {
    const { answers, errors, after, live } = await runWith(limit());

    expect(answers + errors.length).toBe(60);
    expect(answers).toBeGreaterThan(0);
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.filter((error) => !named.test(error))).toEqual([]);
    expect([after, live]).toEqual(['forked', 0]);
  },
);
