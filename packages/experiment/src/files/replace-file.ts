import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { hasCode } from './error-code.ts';

/** New content of a file: all of it lies beside the file, forced to disk. */
export interface StagedFile {
  readonly path: string;
  /** Puts it in the file's place as one step: a reader sees the old content or the new, never a part. */
  readonly place: () => Promise<void>;
  /** Gives it up: nothing is left of it then. Does nothing once it is in place, and never rejects. */
  readonly discard: () => Promise<void>;
}

/**
 * Writes the new content of a file beside it. Whoever replaces several files stages all of them before
 * the first takes its place, so that a disk that is full leaves the old ones as they were.
 */
export async function stageFile(path: string, content: string | Uint8Array): Promise<StagedFile> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  const temporary = join(folder, `.${basename(path)}.${process.pid}.tmp`);
  const staged: StagedFile = {
    path,
    place: async () => {
      await rename(temporary, path);
      await syncFolder(folder);
    },
    // What cannot be written often cannot be removed either, and that is not the reason.
    discard: () => rm(temporary, { force: true }).catch(() => undefined),
  };
  try {
    const file = await open(temporary, 'w');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    await staged.discard();
    throw error;
  }
  return staged;
}

/** Replaces a file as one step, also after a loss of power; a failure leaves the old one. */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  const staged = await stageFile(path, content);
  try {
    await staged.place();
  } finally {
    await staged.discard();
  }
}

/** Replaces a file only if its content differs; true when it was written. */
export async function replaceFileIfChanged(path: string, content: string): Promise<boolean> {
  if ((await readTextIfThere(path)) === content) return false;
  await replaceFile(path, content);
  return true;
}

/** The text of a file, or null when there is none. */
export async function readTextIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

/** Forces a folder's entries to disk: without it a new or renamed file may vanish with the power. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
