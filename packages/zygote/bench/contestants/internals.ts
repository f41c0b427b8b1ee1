/**
 * Parts of the package that it does not export, as they were built: code from dist/, types from src/.
 */
import type * as Binding from '../../src/native/binding.ts';
import type * as StartZygote from '../../src/zygote/start-zygote.ts';
import type * as ForkedProcess from '../../src/zygote/forked-process.ts';
import type * as Orphans from '../../src/zygote/orphans.ts';
import type * as Queue from '../../src/zygote/queue.ts';
import type * as Reports from '../../src/zygote/reports.ts';
import type * as Silence from '../../src/zygote/silence.ts';

const built = (path: string): Promise<unknown> =>
  import(new URL(`../../dist/${path}.js`, import.meta.url).href);

export const { loadNative } = (await built('native/binding')) as typeof Binding;
export const { startZygote } = (await built('zygote/start-zygote')) as typeof StartZygote;
export const { followChild } = (await built('zygote/forked-process')) as typeof ForkedProcess;
export const { createOrphans } = (await built('zygote/orphans')) as typeof Orphans;
export const { createQueue } = (await built('zygote/queue')) as typeof Queue;
export const { parseReport } = (await built('zygote/reports')) as typeof Reports;
export const { watchSilence } = (await built('zygote/silence')) as typeof Silence;
