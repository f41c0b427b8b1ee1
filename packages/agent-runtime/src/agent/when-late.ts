/**
 * Calls `onLate` after `ms`, unless what it returns was called. Between a timer and an immediate the
 * loop reads what has come: a coordinator that was busy itself must not take its own silence for the
 * agent's.
 */
export function whenLate(ms: number, onLate: () => void): () => void {
  let judging: NodeJS.Immediate | undefined;
  const timer = setTimeout(() => {
    judging = setImmediate(onLate);
  }, ms);
  return () => {
    clearTimeout(timer);
    clearImmediate(judging);
  };
}
