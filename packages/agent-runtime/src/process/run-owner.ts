import { readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isAlive, markProcess } from './process-mark.ts';

const FILE = 'owner.json';

const shape = z.strictObject({
  token: z.string().regex(/^[0-9a-f]{32}$/),
  pid: z.int().min(1),
  startTicks: z.int().optional(),
  pidNamespace: z.string(),
});

/** Writes down, in a run's directory, which coordinator it belongs to and how its agents are known. */
export function signDirectory(directory: string, token: string): void {
  const owner = { token, ...markProcess(process.pid), pidNamespace: pidNamespace() };
  writeFileSync(join(directory, FILE), JSON.stringify(owner), { mode: 0o600 });
}

/**
 * The token of a run whose coordinator is dead; undefined for any other directory, and for a run of
 * another pid namespace, whose coordinator could not be seen here.
 */
export function tokenOfDeadRun(directory: string): string | undefined {
  const owner = shape.safeParse(readJson(join(directory, FILE)));
  if (!owner.success || owner.data.pidNamespace !== pidNamespace()) return undefined;
  const { token, pid, startTicks } = owner.data;
  return isAlive({ pid, startTicks }) ? undefined : token;
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Where the host does not show it, all are taken for one. */
function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}
