import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The kernel's limit for a Unix socket path is 108 bytes on Linux and 104 elsewhere. */
const MAX_SOCKET_PATH_BYTES = 103;
const SOCKET = 'hub.sock';

/**
 * A fresh directory of mode 0700 for one run's socket: in TMPDIR, or in /tmp where the socket's path
 * would become too long. It is made in one go with what guards it, hence without waiting: a
 * coordinator that is killed between the two would leave it behind.
 */
export function createRunDirectory(): string {
  const fits = Buffer.byteLength(socketPathIn(join(tmpdir(), 'muster-XXXXXX')));
  return mkdtempSync(join(fits <= MAX_SOCKET_PATH_BYTES ? tmpdir() : '/tmp', 'muster-'));
}

/** Where the socket of a run lies. */
export function socketPathIn(directory: string): string {
  return join(directory, SOCKET);
}
