import { randomBytes } from 'node:crypto';

/** Who an agent is: its id, which start of it this is, and the secret only it was given. */
export interface Identity {
  readonly id: string;
  readonly incarnation: number;
  readonly token: string;
}

const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** Ids end up in file names, logs and reports, so only the harmless ones pass. Throws TypeError. */
export function checkAgentId(id: string): string {
  if (!ID.test(id)) {
    throw new TypeError(
      `\`id\` must be 1 to 64 letters, digits, dots, dashes or underscores and start with a letter or digit, got ${JSON.stringify(id)}`,
    );
  }
  return id;
}

/** 128 bits no other process can guess. */
export function randomToken(): string {
  return randomBytes(16).toString('hex');
}
