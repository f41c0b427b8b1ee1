import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the names of all run directories begin with. */
const PREFIX = 'muster-';

/** The kernel's limit for a Unix socket path is 108 bytes on Linux and 104 elsewhere. */
const MAX_SOCKET_PATH_BYTES = 103;
const SOCKET = 'hub.sock';

/**
 * A fresh directory of mode 0700 for one run's socket: in TMPDIR, or in /tmp where the socket's path
 * would become too long. It is made in one go with what guards it, hence without waiting: a
 * coordinator that is killed between the two would leave it behind.
 */
export function createRunDirectory(): string {
  return mkdtempSync(join(placeOfRuns(), PREFIX));
}

/** Where this process's run directories lie. */
export function placeOfRuns(): string {
  const bytes = Buffer.byteLength(socketPathIn(join(tmpdir(), `${PREFIX}XXXXXX`)));
  return bytes <= MAX_SOCKET_PATH_BYTES ? tmpdir() : '/tmp';
}

/** Whether a run directory may have this name. */
export function isNameOfRun(name: string): boolean {
  return name.startsWith(PREFIX);
}

/** Where the socket of a run lies. */
export function socketPathIn(directory: string): string {
  return join(directory, SOCKET);
}
