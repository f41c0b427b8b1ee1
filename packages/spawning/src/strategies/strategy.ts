/** How many starts may be underway at once. Plain data, so that a report can name it. */
export type Strategy =
  /** One after another. */
  | { readonly kind: 'sequential' }
  /** So many at once; the next so many when the last of them is ready. */
  | { readonly kind: 'waves'; readonly size: number }
  /** So many at any time: one is begun when another has ended. */
  | { readonly kind: 'window'; readonly size: number }
  /** As many as bring something, found while starting; see {@link AdaptiveOptions}. */
  | ({ readonly kind: 'adaptive' } & AdaptiveOptions);

export interface AdaptiveOptions {
  /** Never fewer at once, however pressed the host is, unless it refuses starts. @default 1 */
  readonly min?: number | undefined;
  /** Never more at once. @default 64 */
  readonly max?: number | undefined;
  /** How many at first. @default twice the number of cores */
  readonly initial?: number | undefined;
}

export const sequential = (): Strategy => ({ kind: 'sequential' });
export const waves = (size: number): Strategy => ({ kind: 'waves', size });
export const window = (size: number): Strategy => ({ kind: 'window', size });
export const adaptive = (options: AdaptiveOptions = {}): Strategy => ({
  kind: 'adaptive',
  ...options,
});

/** In words: "waves of 50". */
export function describeStrategy(strategy: Strategy): string {
  if (strategy.kind === 'sequential') return 'one after another';
  if (strategy.kind === 'adaptive') return 'adaptive';
  return strategy.kind === 'waves' ? `waves of ${strategy.size}` : `a window of ${strategy.size}`;
}
