/** A number from 0 up to, but not, 1. Handed in wherever chance matters. */
export type Random = () => number;

/** The process's own. */
export const systemRandom: Random = () => Math.random();
