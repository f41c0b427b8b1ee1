/** Takes the start of a forked agent on Muster's runtime apart: medians over 200 starts, one by one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from '../../analysis/src/quantile.ts';
import { measureAlone } from '../../../tooling/bench/index.ts';
import { createCLauncher } from './contestants/c-zygote.ts';
import { findCompiler } from './contestants/compile.ts';
import { profileStarts, timeStarts } from './profile/profile-starts.ts';
import { stampedLauncher } from './profile/stamped-launcher.ts';
import { buildStampedNative, createStamps } from './profile/stamps.ts';
import { besideOf, stepsOf } from './profile/steps.ts';
import { buildPrograms } from './programs.ts';
import { stepLines } from './report/step-lines.ts';

const COUNT = 200;
const WARMUP = 40;
const AGENT = new URL('profile/profiled-agent.js', import.meta.url).href;

await measureAlone({ measured: '@muster/zygote', from: import.meta }, async (print) => {
  const compiler = findCompiler();
  const programs = buildPrograms();
  if (compiler === undefined || programs === undefined) {
    throw new Error('a profile needs a C compiler: the moments are noted in the native side');
  }
  const folder = mkdtempSync(join(tmpdir(), 'muster-profile-'));
  const stamps = createStamps(folder);
  let sendsNs = 0;
  try {
    await using launcher = await stampedLauncher({
      nativePath: buildStampedNative(compiler, folder),
      stampsPath: stamps.path,
      preload: [new URL(AGENT).pathname],
      onSend: () => {
        sendsNs = Number(process.hrtime.bigint());
      },
    });
    const starts = await profileStarts({
      launcher,
      spec: { module: AGENT },
      readStamps: stamps.read,
      sendsNs: () => sendsNs,
      count: COUNT,
      warmup: WARMUP,
    });
    await using inC = await createCLauncher(programs.cZygote);
    const spec = { module: programs.cZygote };
    const floorUs = (await timeStarts(inC, spec, WARMUP + COUNT)).slice(WARMUP);
    const floor = {
      name: 'all of it, zygote and agent in C',
      value: median(floorUs),
      unit: 'µs',
    };
    const beside = [...besideOf(starts), floor] as const;
    print(
      `\none start, step by step\n${stepLines(stepsOf(starts))}\n\nbeside that\n${stepLines(beside)}`,
    );
  } finally {
    stamps.close();
    programs.remove();
    rmSync(folder, { recursive: true, force: true });
  }
});
