import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** How a run of the command ended and what it wrote. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** What a test changes about a run. */
export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Shell commands to run before, in the same shell: limits, redirections. */
  readonly before?: string;
  /** Closes the reading end of standard output at once, as `| head -0` does. */
  readonly deaf?: boolean;
  /** Sends a signal to the command alone, once it has said this on standard error. */
  readonly interruptAt?: RegExp;
  /** @default SIGINT */
  readonly signal?: NodeJS.Signals;
}

/** Runs the real `muster` in a folder until it ends. */
export async function muster(
  cwd: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Ended> {
  const { MUSTER_PROFILE: _profile, ...inherited } = process.env;
  const script = `${options.before ?? ':'}; exec "$0" "$@"`;
  const child = spawn('/bin/sh', ['-c', script, process.execPath, MAIN, ...args], {
    cwd,
    env: { ...inherited, MUSTER_LOCK: `${cwd}/muster.lock`, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let [out, err] = ['', ''];
  let interrupted = false;
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
    if (options.interruptAt?.test(err) === true && !interrupted) {
      interrupted = true;
      child.kill(options.signal ?? 'SIGINT');
    }
  });
  if (options.deaf === true) child.stdout.destroy();
  else {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
  }
  await once(child, 'close');
  return { code: child.exitCode, out, err };
}
