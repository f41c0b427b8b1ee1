/** A burst whose coordinator was killed, its guard with it, is taken up where its journal says it was. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { guardsOf, processesOfRun } from '../../../tooling/testing/processes.ts';
import { handyman } from '../../../tooling/testing/specs.ts';
import { until } from '../../../tooling/testing/until.ts';
import { createSpawner, window } from '../src/index.ts';
import { SHELL } from './fixtures/agents.ts';
import { type Coordinator, startCoordinator } from './fixtures/run-coordinator.ts';
import { expectOnly, NOTHING, setScene, take } from './fixtures/scene.ts';

const WANTED = 60;
/** What becomes of them in the first burst; as many as are killed are left. */
const [STOPPED, KILLED, SILENT] = [18, 18, 6];

interface Entry {
  readonly kind: string;
  readonly name: string;
  readonly code: number | null;
}

function entriesIn(path: string): readonly Entry[] {
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Entry);
}

/** Stopped, it cannot replace its guard. */
async function killWithGuard({ pid, temporary, ended }: Coordinator): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  for (const run of readdirSync(temporary)) {
    for (const guard of guardsOf(join(temporary, run))) process.kill(guard, 'SIGKILL');
  }
  process.kill(pid, 'SIGKILL');
  await ended;
}

test.each([
  ['exec', 'commands', SHELL],
  ['zygote', 'modules', handyman()],
] as const)(
  'with %s: those that ended with code 0 are skipped, all others start, and nothing is left of the first run',
  async (launcher, agents, spec) => {
    const directory = mkdtempSync(join(tmpdir(), 'journal-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const path = join(directory, 'journal');
    const coordinator = startCoordinator({ launcher, agents, wanted: WANTED, journal: path });
    const { token } = await coordinator.saw('begun');
    const ended = (): readonly Entry[] => entriesIn(path).filter(({ kind }) => kind === 'ended');
    await coordinator.saw('ready', WANTED - SILENT);
    await until('all that shall end have ended', () => ended().length === STOPPED + KILLED);
    await killWithGuard(coordinator);
    expect(processesOfRun(String(token))).not.toEqual([]);

    const scene = await setScene(launcher, coordinator.temporary);

    expect(processesOfRun(String(token))).toEqual([]);
    const done = ended().filter(({ code }) => code === 0);
    expect(done).toHaveLength(STOPPED);
    const jobs = Array.from({ length: WANTED }, (_, n) => ({ spec, id: `a${n}` }));
    const spawner = createSpawner({ launcher: scene.launcher, strategy: window(8) });
    const again = await take(spawner.spawn(jobs, { journal: { path } }));
    const skipped = again.summary.jobs.filter(({ outcome }) => outcome === 'done before');
    expect(new Set(skipped.map(({ id }) => id))).toEqual(new Set(done.map(({ name }) => name)));
    expect(again.summary.counts).toMatchObject({
      'done before': STOPPED,
      ready: WANTED - STOPPED,
    });
    await expectOnly(scene, again.agents);
    expect(await scene.remains()).toEqual(NOTHING);
  },
);
