/**
 * Compiles the package in the current folder from src/ to dist/.
 *
 * It holds the machine-wide measurement lock, shared with other builds: a compiler running beside a
 * measurement would be measured too. So a build waits until a measurement has ended, and the other
 * way round, however and from wherever either was started.
 */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { basename } from 'node:path';
import { acquireMeasurementLock } from '../../packages/experiment/src/lock/measurement-lock.ts';

const lock = await acquireMeasurementLock({
  mode: 'building',
  what: `build of ${basename(process.cwd())}`,
  onWait: (message) => console.error(message),
});
// A file whose source is gone must not live on in dist/, where it would be measured and published.
rmSync('dist', { recursive: true, force: true });
const { status } = spawnSync('tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit' });
await lock.release();
process.exitCode = status ?? 1;
