/**
 * Maps with at most `limit` calls under way; results keep the order of the items. Rejects with the
 * first rejection. Hundreds of processes read at once would need as many file descriptors.
 */
export async function mapBounded<T, U>(
  items: readonly T[],
  limit: number,
  map: (item: T) => Promise<U>,
): Promise<U[]> {
  const results: U[] = [];
  // One iterator shared by all lanes hands each item to whichever lane is free.
  const queue = items.entries();
  const lane = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await map(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
  return results;
}
