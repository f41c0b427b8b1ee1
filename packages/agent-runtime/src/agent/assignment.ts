import { isAbsolute } from 'node:path';
import type { Assignment } from '../protocol/frames.ts';

/** Checks an assignment that a caller gave. Throws TypeError that names the field. */
export function checkAssignment({ identity, env, cwd }: Assignment): Assignment {
  for (const [name, value] of Object.entries(env ?? {})) {
    if (!/^[^=\0]+$/.test(name) || typeof value !== 'string' || value.includes('\0')) {
      const got = `${JSON.stringify(name)}: ${JSON.stringify(value)}`;
      throw new TypeError(
        `\`env\` must hold texts by names without "=", none of them with a NUL, got ${got}`,
      );
    }
  }
  if (cwd !== undefined && (!isAbsolute(cwd) || cwd.includes('\0'))) {
    throw new TypeError(`\`cwd\` must be an absolute path, got ${JSON.stringify(cwd)}`);
  }
  return { identity, env, cwd };
}
