import type { BurstLine, JournalLine } from './lines.ts';
import type { JournalOptions } from './options.ts';

/** Which agents an earlier burst is done with, by name. */
export function doneBefore(
  lines: readonly JournalLine[],
  skip: NonNullable<JournalOptions['skip']>,
): ReadonlySet<string> {
  const done = new Set<string>();
  for (const line of lines) {
    if (line.kind === 'ended' && line.code === 0) done.add(line.name);
    if (line.kind === 'failed' && skip === 'ended and failed') done.add(line.name);
    // Somebody asked for it again: what counts is what becomes of it now.
    if (line.kind === 'ready') done.delete(line.name);
  }
  return done;
}

/** Whose burst was the last in the file; undefined when it is over. */
export function writerOf(lines: readonly JournalLine[]): BurstLine['coordinator'] | undefined {
  const last = lines.findLast(({ kind }) => kind === 'burst' || kind === 'closed');
  return last?.kind === 'burst' ? last.coordinator : undefined;
}
