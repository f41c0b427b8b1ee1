import type { Kind } from '../kinds.ts';
import { type Memory, measureMemory } from './memory.ts';
import { type Row, type RowResult, rowsOf } from './row.ts';
import { measureRows } from './rounds.ts';
import type { Scale } from './scale.ts';

/** Everything that was measured of a kind of agent: one entry of `bench/results.json`. */
export interface KindResult {
  readonly kind: string;
  readonly about: string;
  readonly starts: readonly RowResult[];
  readonly memory: readonly (Memory & { readonly contestant: string })[];
}

/** Measures a kind and closes it. */
export async function measureKind(kind: Kind, scale: Scale): Promise<KindResult> {
  try {
    const starts = await measureRows(kind.name, rowsOfKind(kind), scale);
    const memory = [];
    for (const { contestant, alive } of kind.entries) {
      for (const count of alive) {
        const figures = await measureMemory(contestant, count);
        memory.push({ contestant: contestant.name, ...figures });
      }
    }
    return { kind: kind.name, about: kind.about, starts, memory };
  } finally {
    await kind.close();
  }
}

function rowsOfKind({ entries, floor }: Kind): readonly Row[] {
  const rows = entries.flatMap(({ contestant, paces }) => rowsOf(contestant, paces));
  if (floor === undefined) return rows;
  const { program, count } = floor;
  return [
    ...rows,
    { contestant: program.name, pace: 'one by one', sample: () => program.sample(count) },
  ];
}
