import type { BurstLine, JournalLine } from './lines.ts';
import type { JournalOptions } from './options.ts';

/** Which agents an earlier burst is done with, by name. */
export function doneBefore(
  lines: readonly JournalLine[],
  skip: NonNullable<JournalOptions['skip']>,
): ReadonlySet<string> {
  const done = new Set<string>();
  for (const line of lines) {
    if (line.kind === 'ended' && line.code === 0 && !line.unwanted) done.add(line.name);
    if (line.kind === 'failed' && skip === 'ended and failed') done.add(line.name);
    // Somebody asked for it again: what counts is what becomes of it now.
    if (line.kind === 'ready') done.delete(line.name);
  }
  return done;
}

/** Who has begun a burst in the file, the first first, since the last one that was over. */
export function writersOf(lines: readonly JournalLine[]): readonly BurstLine['coordinator'][] {
  const over = lines.findLastIndex(({ kind }) => kind === 'closed');
  return lines.slice(over + 1).flatMap((line) => (line.kind === 'burst' ? [line.coordinator] : []));
}
