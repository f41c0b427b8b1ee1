import { join } from 'node:path';
import { type StagedFile, stageFile } from '@muster/experiment/replace-file';
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
  const staged: StagedFile[] = [];
  try {
    for (const [name, text] of Object.entries(files)) {
      staged.push(await stageFile(join(folder, name), text));
    }
    for (const { place } of staged) await place();
  } catch (cause) {
    throw new UnwritableReportError(
      `the report in ${folder} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}. ` +
        'The measurements are kept; mend that, then run: node apps/validator/src/main.ts report',
      { cause },
    );
  } finally {
    for (const { discard } of staged) await discard();
  }
}
