/**
 * What an agent typically does before it has been of use once: it builds about a megabyte of JSON,
 * compresses it on a thread of the pool, reads it back, and waits for a timer. Resolves with the
 * compressed size in bytes.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

export async function typicalTask() {
  const steps = Array.from({ length: 8_000 }, (_, step) => ({
    step,
    tool: `tool-${step % 17}`,
    input: { path: `/srv/project/file-${step}.txt`, line: step * 3 },
    note: 'looked at the file and found nothing that must be changed',
  }));
  const packed = await promisify(gzip)(JSON.stringify(steps));
  const { length } = JSON.parse(await promisify(gunzip)(packed));
  await wait(5);
  return { length, packedBytes: packed.length };
}
