import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { JournalError, sequential } from '@muster/spawning';
import { describe, expect, test, vi } from 'vitest';
import { rejection } from '../../../tooling/testing/rejection.ts';
import { openJournal } from '../src/journal/journal.ts';
import { useJournalFile } from './fixtures/journal-file.ts';
import { permanent } from './fixtures/scripted-launcher.ts';
import { createWorld, jobs } from './fixtures/world.ts';

const journal = useJournalFile();

describe('a disk that is full', () => {
  const fills = async (): Promise<void> => {
    const probe = await open(join(journal.directory, 'probe'), 'w');
    const error = Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
    vi.spyOn(Object.getPrototypeOf(probe) as typeof probe, 'appendFile').mockRejectedValue(error);
    await probe.close();
  };

  test('from the beginning refuses the burst', async () => {
    await fills();
    const { launcher, spawner } = createWorld();
    const { summary } = spawner.spawn(jobs(2), { journal: { path: journal.path } });
    const error = await rejection(summary, JournalError);
    expect(error.cause).toMatchObject({ code: 'ENOSPC' });
    expect(launcher.starts).toBe(0);
  });

  test('in the middle halts it: who is ready stays, and is given out', async () => {
    const world = createWorld({ plan: 'hang', strategy: sequential() });
    const burst = journal.begin(world, 4);
    const agents = burst[Symbol.asyncIterator]();
    while (world.launcher.open.length === 0) await new Promise(setImmediate);
    world.launcher.open[0]!.succeed();
    await agents.next();
    await fills();
    while (world.launcher.open.length === 0) await new Promise(setImmediate);
    world.launcher.open[0]!.succeed();
    expect((await agents.next()).value).toMatchObject({ id: 'j1' });
    while ((await Promise.race([burst.summary, new Promise(setImmediate)])) === undefined) {
      for (const start of world.launcher.open.slice()) start.succeed();
    }
    const { counts, halted, jobs: reports } = await burst.summary;
    expect(counts.ready + counts.halted).toBe(4);
    expect(counts.halted).toBeGreaterThan(0);
    expect(halted).toContain('cannot be written: ENOSPC');
    expect(reports[3]!.error).toMatchObject({
      name: 'HaltedError',
      cause: { name: 'JournalError' },
    });
    expect(world.launcher.agents.map(({ stops }) => stops)).toEqual(Array(counts.ready).fill(0));
  });

  test('that fails a failure’s line halts it as well', async () => {
    const world = createWorld({ plan: 'hang', strategy: sequential() });
    const { summary } = journal.begin(world, 3);
    while (world.launcher.open.length === 0) await new Promise(setImmediate);
    await fills();
    world.launcher.plan = () => 'hang';
    world.launcher.open[0]!.fail(permanent());
    while ((await Promise.race([summary, new Promise(setImmediate)])) === undefined) {
      const events = world.events.map(({ kind }) => kind);
      if (events.includes('halted'))
        for (const start of world.launcher.open.slice()) start.succeed();
    }
    expect(await summary).toMatchObject({ halted: expect.stringContaining('ENOSPC') });
  });

  test('does not keep its journal from being taken up again', async () => {
    const opened = await openJournal({ path: journal.path }, 1);
    await fills();
    await opened.close();
    vi.restoreAllMocks();
    const again = await openJournal({ path: journal.path }, 1);
    const third = await rejection(openJournal({ path: journal.path }, 1), JournalError);
    expect(third.message).toContain('by another burst of this process');
    await again.close();
  });

  test('fails all later lines too', async () => {
    const opened = await openJournal({ path: journal.path }, 1);
    await fills();
    await rejection(opened.write({ kind: 'closed' }), JournalError);
    vi.restoreAllMocks();
    await rejection(opened.write({ kind: 'closed' }), JournalError);
    await opened.close();
    expect((await journal.lines()).map(({ kind }) => kind)).toEqual(['burst']);
  });
});
