import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { hasCode } from '../files/error-code.ts';
import { MeasurementLockError } from '../errors.ts';

const READ_WRITE = constants.O_RDWR | constants.O_NOFOLLOW | constants.O_APPEND;
const FOR_EVERYBODY = 0o666;

/**
 * Opens the lock file, or makes it. It lies where everybody may write, so it must be a plain file
 * and never a link that somebody laid there. It is never removed: a lock on a removed file would
 * exclude nobody.
 */
export async function openLockFile(path: string): Promise<FileHandle> {
  try {
    const file = await openOrCreate(path);
    const isFile = (await file.stat()).isFile();
    if (isFile) return file;
    await file.close();
  } catch (cause) {
    throw new MeasurementLockError(`the lock file ${path} cannot be used: ${reasonOf(cause)}`, {
      path,
      cause,
    });
  }
  throw new MeasurementLockError(`the lock file ${path} cannot be used: it is not a plain file`, {
    path,
  });
}

async function openOrCreate(path: string): Promise<FileHandle> {
  // Opened without O_CREAT first: with it, Linux refuses another user's file in a sticky folder
  // (fs.protected_regular), even though its mode would allow it.
  for (;;) {
    try {
      return await open(path, READ_WRITE);
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error;
    }
    try {
      const file = await open(path, READ_WRITE | constants.O_CREAT | constants.O_EXCL);
      // Not left to the umask, which would shut other users out.
      await file.chmod(FOR_EVERYBODY);
      return file;
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
    }
  }
}

function reasonOf(error: unknown): string {
  if (hasCode(error, 'ELOOP')) return 'it is a symbolic link, which somebody may have laid there';
  if (hasCode(error, 'EACCES', 'EPERM')) {
    return 'another user made it and does not let everybody write; its mode must be 0666';
  }
  return error instanceof Error ? error.message : String(error);
}
