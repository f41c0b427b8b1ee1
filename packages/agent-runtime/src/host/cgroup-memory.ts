import { join } from 'node:path';
import type { MemoryRoom } from './available-memory.ts';
import { type CgroupLocation, directoriesUpwards, ownCgroup } from './cgroup-location.ts';
import { exists, readParsed, unlike, wholeNumber } from './proc-files.ts';
import { notShown, type Reading, shown } from './reading.ts';

/** The same three figures under the names of either version. */
const FILES = {
  1: {
    limit: 'memory.limit_in_bytes',
    current: 'memory.usage_in_bytes',
    inactiveFile: 'total_inactive_file',
  },
  2: { limit: 'memory.max', current: 'memory.current', inactiveFile: 'inactive_file' },
} as const;

/**
 * The tightest memory limit over the calling process: its own cgroup's or an ancestor's, whichever
 * leaves least. Null when none limits. Limits on swap and the soft `memory.high` are not looked at.
 */
export async function readCgroupMemory(procRoot: string): Promise<Reading<MemoryRoom | null>> {
  const location = await ownCgroup('memory', procRoot);
  if (!location.shown) return location;
  return location.value === null ? shown(null) : readTightest(location.value);
}

/** What a limit leaves: the limit less what is used and cannot be dropped at once. */
export function cgroupRoom(
  limitBytes: number,
  currentBytes: number,
  inactiveFileBytes: number,
): MemoryRoom {
  // Inactive file pages are reclaimed before the limit hurts; the kubelet's working set leaves
  // them out in the same way. The three files are not read in one instant, hence the clamps.
  const heldBytes = Math.max(0, currentBytes - inactiveFileBytes);
  return { availableBytes: Math.max(0, limitBytes - heldBytes), totalBytes: limitBytes };
}

/** A limit in bytes; null for "no limit", which is `max`, or in version 1 nearly 2^63. */
export function parseLimitBytes(text: string): Reading<number | null> {
  const word = text.trim();
  if (word === 'max') return shown(null);
  if (!/^\d+$/.test(word)) return unlike('memory limit', text);
  return shown(wholeNumber(word) ?? null);
}

/** One field of a memory.stat text, in bytes. */
export function parseStatBytes(text: string, field: string): Reading<number> {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${field} `));
  const bytes = wholeNumber(line?.slice(field.length + 1));
  return bytes === undefined ? unlike(field, text) : shown(bytes);
}

async function readTightest(location: CgroupLocation): Promise<Reading<MemoryRoom | null>> {
  const rooms = await Promise.all(
    directoriesUpwards(location).map((directory) => readRoom(directory, location.version)),
  );
  let tightest: MemoryRoom | null = null;
  for (const room of rooms) {
    if (!room.shown) return room;
    if (room.value === null) continue;
    if (tightest === null || room.value.availableBytes < tightest.availableBytes) {
      tightest = room.value;
    }
  }
  return shown(tightest);
}

async function readRoom(directory: string, version: 1 | 2): Promise<Reading<MemoryRoom | null>> {
  const files = FILES[version];
  const limitPath = join(directory, files.limit);
  const limit = await readParsed(limitPath, parseLimitBytes);
  if (!limit.shown) {
    // The root, and a cgroup without the memory controller, have no such file: no limit there.
    const hasNoLimit = !(await exists(limitPath)) && (await exists(directory));
    return hasNoLimit ? shown(null) : limit;
  }
  if (limit.value === null) return shown(null);
  const [current, inactiveFile] = await Promise.all([
    readParsed(join(directory, files.current), parseBytes),
    readParsed(join(directory, 'memory.stat'), (text) => parseStatBytes(text, files.inactiveFile)),
  ]);
  if (!current.shown) return current;
  if (!inactiveFile.shown) return inactiveFile;
  return shown(cgroupRoom(limit.value, current.value, inactiveFile.value));
}

function parseBytes(text: string): Reading<number> {
  const bytes = wholeNumber(text.trim());
  return bytes === undefined ? notShown(`no number of bytes: ${text.trim()}`) : shown(bytes);
}
