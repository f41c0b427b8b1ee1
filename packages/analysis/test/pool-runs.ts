import { atLeast, type Criterion } from '../src/criterion.ts';
import type { Quantity } from '../src/quantity.ts';
import { runsOf } from './support.ts';

export const plan = { confidence: 0.95 };
export const metrics = {
  readyMs: { unit: 'ms' },
  fillMs: { unit: 'ms' },
  hits: { unit: 'count' },
  acquires: { unit: 'count' },
};
export const cold = [43, 48, 40, 46, 41, 49, 44, 42, 47, 45];
export const pool = [4.4, 4.7, 4, 4.5, 4.2, 5, 4.3, 4.1, 4.8, 4.6];
export const ten = (value: number): number[] => Array<number>(10).fill(value);
export const runs = runsOf({
  cold: { readyMs: cold },
  pool: { readyMs: pool, fillMs: ten(300), hits: ten(80), acquires: ten(100) },
});
export const speedup: Quantity = { kind: 'speedup', metric: 'readyMs', from: 'cold', to: 'pool' };
export const faster: Criterion = {
  id: 'faster',
  statement: 'at least twice as fast',
  because: 'less is not worth a pool',
  quantity: speedup,
  bound: atLeast(2),
};
