import { randomBytes } from 'node:crypto';
import { misuse } from '../misuse.ts';

/** Who an agent is: its id, which start of it this is, and the secret only it was given. */
export interface Identity {
  readonly id: string;
  readonly incarnation: number;
  readonly token: string;
}

const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** Ids end up in file names, logs and reports, so only the harmless ones pass. Throws TypeError. */
export function checkAgentId(id: string): string {
  if (typeof id === 'string' && ID.test(id)) return id;
  const expected =
    '1 to 64 letters, digits, dots, dashes or underscores and start with a letter or digit';
  throw misuse('id', expected, id);
}

const TOKEN_BYTES = 16;
const TOKENS_AT_ONCE = 64;

/** 128 bits no other process can guess. */
export function randomToken(): string {
  return randomBytes(TOKEN_BYTES).toString('hex');
}

/**
 * Makes tokens as {@link randomToken} does, but asks the system for many at a time: asking costs far
 * more than the bytes. What lies ready would be repeated by a fork, hence one for each launcher, which
 * no fork survives, and none for the process.
 */
export function createTokens(): () => string {
  let bytes = Buffer.alloc(0);
  let used = 0;
  return () => {
    if (used === bytes.length) {
      bytes = randomBytes(TOKEN_BYTES * TOKENS_AT_ONCE);
      used = 0;
    }
    return bytes.toString('hex', used, (used += TOKEN_BYTES));
  };
}
