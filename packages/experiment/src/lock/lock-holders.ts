/** What somebody does under the lock: measurements are alone, builds may share. */
export type LockMode = 'measuring' | 'building';

/** Who holds the lock, as written into the lock file for those who wait. */
export interface LockHolder {
  readonly pid: number;
  readonly mode: LockMode;
  readonly what: string;
  /** ISO 8601. */
  readonly since: string;
}

const DOES: Readonly<Record<LockMode, string>> = {
  measuring: 'measures',
  building: 'builds',
};

/** The line that announces a holder. */
export function holderLine(holder: LockHolder): string {
  return `${JSON.stringify(holder)}\n`;
}

/** The line by which a holder that shared the lock takes its own back. */
export function leaverLine({ pid, since }: LockHolder): string {
  return `${JSON.stringify({ left: pid, since })}\n`;
}

/**
 * The holders a lock file names, those that left taken out. The file informs people and decides
 * nothing, so a line that cannot be read is passed over.
 */
export function readHolders(text: string): readonly LockHolder[] {
  const holders = new Map<string, LockHolder>();
  for (const line of text.split('\n')) {
    const data = parseRecord(line);
    if (data === null || typeof data['since'] !== 'string') continue;
    const { pid, mode, what, since, left } = data;
    if (typeof left === 'number') holders.delete(`${left} ${since}`);
    if (typeof pid !== 'number' || typeof what !== 'string') continue;
    if (mode !== 'measuring' && mode !== 'building') continue;
    holders.set(`${pid} ${since}`, { pid, mode, what, since });
  }
  return [...holders.values()];
}

/** The sentence for somebody who waits; `timeOf` shows an ISO time the way the reader's clock does. */
export function waitingMessage(
  holders: readonly LockHolder[],
  timeOf: (iso: string) => string,
): string {
  if (holders.length === 0) {
    return 'waiting for another process, which measures or builds on this machine';
  }
  const each = holders.map(
    ({ pid, what, since, mode }) =>
      `${what} (pid ${pid}, since ${timeOf(since)}), which ${DOES[mode]} on this machine`,
  );
  return `waiting for ${each.join(', and for ')}`;
}

function parseRecord(line: string): Readonly<Record<string, unknown>> | null {
  if (line === '') return null;
  try {
    const data: unknown = JSON.parse(line);
    return typeof data === 'object' && data !== null ? { ...data } : null;
  } catch {
    return null;
  }
}
