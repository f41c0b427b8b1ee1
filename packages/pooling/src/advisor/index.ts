export { type Advice, type AdviceOptions, adviseSize, type SizePoint } from './advise.ts';
export type { Goal } from './goal.ts';
export { type Crowd, type Load, loadOf } from './load.ts';
export { modelledShare, modelledSize } from './model.ts';
export { createUseRecorder, type UseRecorder } from './recorder.ts';
export { replay } from './replay.ts';
export type { Use } from './use.ts';
