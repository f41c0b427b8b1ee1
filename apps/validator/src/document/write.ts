import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from '@muster/experiment/replace-file';
import { UnwritableReportError } from '../errors.ts';

/**
 * Replaces files of a folder together (name -> text): all are written in full before the first one
 * takes its place, so that a full disk leaves the old ones as they were. They are put in place in
 * the order given. Throws UnwritableReportError and leaves nothing of its own behind.
 */
export async function writeTogether(
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  const staged = Object.entries(files).map(([name, text]) => ({
    text,
    path: join(folder, name),
    temporary: join(folder, `.${name}.${process.pid}.tmp`),
  }));
  try {
    await mkdir(folder, { recursive: true });
    for (const { temporary, text } of staged) await writeThrough(temporary, text);
    for (const { temporary, path } of staged) await rename(temporary, path);
    await syncFolder(folder);
  } catch (cause) {
    // What cannot be removed either must not hide why it could not be written.
    await Promise.allSettled(staged.map(({ temporary }) => rm(temporary, { force: true })));
    throw new UnwritableReportError(
      `the report cannot be written: ${cause instanceof Error ? cause.message : String(cause)}. ` +
        'The measurements are kept; mend that, then run: node apps/validator/src/main.ts report',
      { cause },
    );
  }
}

/** Forced to disk, so that a rename never puts an empty file in place after a loss of power. */
async function writeThrough(path: string, text: string): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
