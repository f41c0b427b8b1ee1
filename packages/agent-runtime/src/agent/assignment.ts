import { isAbsolute } from 'node:path';
import { misuse } from '../misuse.ts';
import type { Assignment } from '../protocol/frames.ts';

/** Checks an assignment that a caller gave. Throws TypeError that names the field. */
export function checkAssignment(assignment: Assignment): Assignment {
  if (!isRecord(assignment)) throw misuse('assignment', 'an object', assignment);
  const { identity, env, cwd } = assignment;
  if (env !== undefined) checkEnv(env);
  if (cwd !== undefined && !isPath(cwd)) {
    throw misuse('cwd', 'an absolute path without a NUL', cwd);
  }
  return { identity, env, cwd };
}

function checkEnv(env: unknown): void {
  if (!isRecord(env)) throw misuse('env', 'an object of texts by name', env);
  for (const [name, value] of Object.entries(env)) {
    if (!/^[^=\0]+$/.test(name)) {
      throw misuse('env', 'an object of texts by names without "=" and NUL', name);
    }
    if (typeof value !== 'string') throw misuse(`env.${name}`, 'a text', value);
    // Which one stays untold: it may be a secret.
    if (value.includes('\0')) {
      throw new TypeError(`\`env.${name}\` must be a text without a NUL, got one with it`);
    }
  }
}

/** Arrays, maps and the like would not arrive as what they are. */
const isRecord = (value: unknown): value is object =>
  Object.prototype.toString.call(value) === '[object Object]';

const isPath = (value: unknown): boolean =>
  typeof value === 'string' && isAbsolute(value) && !value.includes('\0');
