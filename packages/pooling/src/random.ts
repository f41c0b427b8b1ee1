import type { Random } from '@muster/agent-runtime';

/** The process's own chance. */
export const systemRandom: Random = () => Math.random();
