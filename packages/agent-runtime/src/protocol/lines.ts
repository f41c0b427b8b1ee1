import { ProtocolError } from './frames.ts';

const NEWLINE = 0x0a;

/**
 * Cuts a byte stream into lines. Feed it chunks as they come; it calls `onLine` for each complete
 * line, without the newline. A line of more than `limit.maxBytes` throws {@link ProtocolError} as soon
 * as that is known, so a peer that never ends its line cannot fill the memory. The limit is read for
 * each line anew: it may change between two lines of one chunk.
 */
export function createLineReader(
  limit: { readonly maxBytes: number },
  onLine: (line: string) => void,
): (chunk: Buffer) => void {
  // Chunks of an unfinished line are kept apart and joined once: joining at each chunk would copy
  // a large frame once per 64 KiB read.
  let pending: Buffer[] = [];
  let pendingBytes = 0;

  const take = (bytes: Buffer): void => {
    pendingBytes += bytes.length;
    if (pendingBytes > limit.maxBytes) {
      throw new ProtocolError('too large', `a line exceeds ${limit.maxBytes} bytes`);
    }
    pending.push(bytes);
  };

  return (chunk) => {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(NEWLINE, start);
      if (end === -1) break;
      take(chunk.subarray(start, end));
      const line = pending.length === 1 ? pending[0] : Buffer.concat(pending);
      pending = [];
      pendingBytes = 0;
      start = end + 1;
      onLine(line!.toString('utf8'));
    }
    // A copy: whoever reads may fill the chunk anew.
    if (start < chunk.length) take(Buffer.from(chunk.subarray(start)));
  };
}
