import { expect, test } from 'vitest';
import { takeSample } from '../soak/sample.ts';

const MEBIBYTE = 1_048_576;

const heapMebibytes = async (): Promise<number> =>
  (await takeSample(0, [process.pid])).heapBytes / MEBIBYTE;

test('a sample counts what is kept outside the heap, and nothing that is not', async () => {
  // V8 drops code that nobody runs after a few collections: what it took to get here.
  for (let warmUp = 0; warmUp < 4; warmUp++) await heapMebibytes();
  let kept: Buffer[] | undefined = Array.from({ length: 32 }, () => Buffer.alloc(MEBIBYTE));
  const whileKept = await heapMebibytes();
  expect(kept).toHaveLength(32);
  kept = undefined;
  expect(whileKept - (await heapMebibytes())).toBeCloseTo(32, 0);
});
