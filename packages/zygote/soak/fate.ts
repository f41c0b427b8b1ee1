/** How a fork ends, as its coordinator must hear of it. */
export interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** What becomes of one fork. */
export interface Fate {
  readonly kind: 'exit' | 'natural end' | 'uncaught error' | 'signal' | 'killed';
  /** Words for soak/program.js. */
  readonly args: readonly string[];
  readonly end: End;
}

const KINDS = ['exit', 'natural end', 'uncaught error', 'signal', 'killed'] as const;
const SIGNALS = ['SIGSEGV', 'SIGABRT', 'SIGBUS', 'SIGTERM', 'SIGKILL'] as const;
/** Which share of forks starts a process of its own and leaves it behind. */
const DESCENDANT_SHARE = 0.1;

/** Draws a fate: each kind as often as the others, one fork in ten with a descendant. */
export function drawFate(random: () => number): Fate {
  const pick = <T>(list: readonly [T, ...T[]]): T =>
    list[Math.floor(random() * list.length)] ?? list[0];
  const kind = pick(KINDS);
  const code = Math.floor(random() * 256);
  const signal = pick(SIGNALS);
  const descendant = random() < DESCENDANT_SHARE ? ['descendant'] : [];
  const fate = (detail: string, end: End): Fate => ({
    kind,
    args: [kind, detail, ...descendant],
    end,
  });
  if (kind === 'exit' || kind === 'natural end') return fate(String(code), { code, signal: null });
  if (kind === 'uncaught error') return fate('', { code: 1, signal: null });
  if (kind === 'signal') return fate(signal, { code: null, signal });
  return fate('', { code: null, signal: 'SIGKILL' });
}
