import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';

export interface Child {
  readonly pid: number;
  readonly process: ChildProcess;
  /** Everything it has written until now, standard output and error together. */
  text(): string;
  /** Resolves with the first match in what it writes. */
  says(pattern: RegExp): Promise<RegExpMatchArray>;
  /** Resolves when it has ended. */
  ended(): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** What a test changes about a child's surroundings. */
export interface ChildOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Shell commands to run before, in the process that then becomes the child: limits and the like. */
  readonly before?: string;
}

/** Starts a real Node process that is killed with the test, if it is still there. */
export function startChild(args: readonly string[], options: ChildOptions = {}): Child {
  const script = `${options.before ?? ':'}; exec "$0" "$@"`;
  const child = spawn('/bin/sh', ['-c', script, process.execPath, ...args], {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: { ...process.env, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close').then(() => ({
    code: child.exitCode,
    signal: child.signalCode,
  }));
  let text = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      for (const listener of listeners) listener();
    });
  }
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  if (child.pid === undefined) throw new Error('the child did not start');
  return {
    pid: child.pid,
    process: child,
    text: () => text,
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const match = pattern.exec(text);
          if (match === null) return;
          listeners.delete(look);
          resolve(match);
        };
        listeners.add(look);
        look();
        void ended.then(() => {
          look();
          reject(new Error(`the child ended without saying ${pattern}; it said:\n${text}`));
        });
      }),
    ended: () => ended,
  };
}
