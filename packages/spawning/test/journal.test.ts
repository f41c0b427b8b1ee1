import { open, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { markProcess } from '@muster/agent-runtime/host';
import { JournalError, sequential } from '@muster/spawning';
import { describe, expect, test, vi } from 'vitest';
import { rejection } from '../../../tooling/testing/rejection.ts';
import type { JournalLine } from '../src/journal/lines.ts';
import { useJournalFile } from './fixtures/journal-file.ts';
import { permanent } from './fixtures/scripted-launcher.ts';
import { createWorld, idsOf, jobs } from './fixtures/world.ts';

const journal = useJournalFile();

const text = (...lines: readonly object[]): string =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join('');

/** A dead coordinator's burst. */
const DEAD = {
  kind: 'burst',
  version: 1,
  at: '2026-01-01T00:00:00.000Z',
  wanted: 5,
  coordinator: { pid: 2 ** 22 + 1, startTicks: 1 },
};
const READY = { kind: 'ready', pid: 1, tries: 1, startMs: 1 };
const ENDED = { kind: 'ended', code: 0, signal: null, because: null };
const FAILED = { kind: 'failed', tries: 3, because: 'Error: no' };

describe('a journal', () => {
  test('says what became of each agent, until the last is gone', async () => {
    const world = createWorld({ strategy: sequential() });
    world.launcher.plan = (start) => (start === 2 ? permanent() : 'succeed');
    await journal.begin(world, 3).summary;
    world.launcher.agents[1]!.end(7);
    const lines = await journal.closed(world);
    expect(lines.slice(0, 4)).toEqual([
      {
        kind: 'burst',
        version: 1,
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        wanted: 3,
        coordinator: { pid: process.pid, startTicks: expect.any(Number) },
      },
      { kind: 'ready', name: 'j0', pid: 2 ** 24 + 1, tries: 1, startMs: expect.any(Number) },
      { kind: 'failed', name: 'j1', tries: 1, because: expect.stringContaining('LaunchError') },
      { kind: 'ready', name: 'j2', pid: 2 ** 24 + 2, tries: 1, startMs: expect.any(Number) },
    ]);
    expect(lines.slice(4)).toEqual([
      { kind: 'ended', name: 'j2', code: 7, signal: null, because: null },
      { kind: 'ended', name: 'j0', code: 0, signal: null, because: null },
      { kind: 'closed' },
    ]);
  });

  test('names agents without an id by their place', async () => {
    const world = createWorld();
    const spec = { command: 'scripted' };
    await world.spawner.spawn([{ spec }, { spec }], { journal: { path: journal.path } }).summary;
    const lines = await journal.closed(world);
    const named = lines.flatMap((line) => (line.kind === 'ready' ? [line.name] : []));
    expect(named).toEqual(['#0', '#1']);
  });

  test('has the line of an agent before the agent is given out', async () => {
    const world = createWorld();
    const seen: number[] = [];
    for await (const _ of journal.begin(world, 3)) {
      seen.push((await journal.lines()).filter(({ kind }) => kind === 'ready').length);
    }
    for (const [index, lines] of seen.entries()) expect(lines).toBeGreaterThan(index);
    await journal.closed(world);
  });

  test('is readable by its owner only', async () => {
    const world = createWorld();
    await journal.begin(world, 0).summary;
    const file = await open(journal.path);
    expect((await file.stat()).mode & 0o777).toBe(0o600);
    await file.close();
  });

  test.each([
    [true, 1],
    [false, 0],
  ])('with sync %s waits for the disk, or not', async (sync, atLeast) => {
    const probe = await open(join(journal.directory, 'probe'), 'w');
    const synced = vi.spyOn(Object.getPrototypeOf(probe) as typeof probe, 'datasync');
    await probe.close();
    const world = createWorld();
    await journal.begin(world, 3, { sync }).summary;
    await journal.closed(world);
    expect(Math.min(1, synced.mock.calls.length)).toBe(atLeast);
  });
});

describe('taken up again', () => {
  const past = text(
    DEAD,
    { ...READY, name: 'j0' },
    { ...READY, name: 'j1' },
    { ...READY, name: 'j2' },
    { ...FAILED, name: 'j3' },
    { ...ENDED, name: 'j0' },
    { ...ENDED, name: 'j1', code: 1 },
  );

  test.each([
    [undefined, ['j1', 'j2', 'j3', 'j4']],
    ['ended' as const, ['j1', 'j2', 'j3', 'j4']],
    ['ended and failed' as const, ['j1', 'j2', 'j4']],
  ])('skipping %s, it starts %j', async (skip, started) => {
    await writeFile(journal.path, past);
    const world = createWorld({ strategy: sequential() });
    const burst = journal.begin(world, 5, { skip });
    expect(await idsOf(burst)).toEqual(started);
    const { counts, jobs: reports } = await burst.summary;
    expect(counts).toMatchObject({ ready: started.length, 'done before': 5 - started.length });
    expect(reports[0]).toMatchObject({ id: 'j0', outcome: 'done before', tries: [] });
    expect((await readFile(journal.path, 'utf8')).startsWith(past)).toBe(true);
    await journal.closed(world);
  });

  test('with nothing left to do it is over', async () => {
    const first = createWorld();
    await journal.begin(first, 3).summary;
    await journal.closed(first);
    const second = createWorld();
    const burst = journal.begin(second, 3);
    expect(await idsOf(burst)).toEqual([]);
    expect((await burst.summary).counts['done before']).toBe(3);
    expect(second.launcher.starts).toBe(0);
    expect((await journal.closed(second)).filter(({ kind }) => kind === 'closed')).toHaveLength(2);
  });

  test.each<
    readonly [string, (agents: AsyncIterable<unknown>, abort: () => void) => Promise<void>]
  >([
    [
      'leaving the loop',
      async (agents) => {
        for await (const _ of agents) break;
      },
    ],
    ['an abort', async (_agents, abort) => abort()],
  ])('agents that the burst stopped by %s are started again', async (_what, leave) => {
    const first = createWorld();
    const controller = new AbortController();
    const { signal } = controller;
    const burst = first.spawner.spawn(jobs(3), { journal: { path: journal.path }, signal });
    await burst.summary;
    await leave(burst, () => controller.abort());
    const stopped = first.launcher.agents.filter(({ stops }) => stops > 0).length;
    expect(stopped).toBeGreaterThan(1);
    await journal.closed(first);

    const second = createWorld();
    const { counts } = await journal.begin(second, 3).summary;
    expect(counts).toMatchObject({ ready: stopped, 'done before': 3 - stopped });
    await journal.closed(second);
  });

  test('who was ready again since it ended is not done', async () => {
    await writeFile(journal.path, past + text({ ...READY, name: 'j0' }));
    const world = createWorld();
    expect((await journal.begin(world, 1).summary).counts.ready).toBe(1);
    await journal.closed(world);
  });

  test('a line that a crash has torn is cut off, wherever it was torn', async () => {
    const whole = Buffer.from(past);
    const lastLine = whole.subarray(0, -1).lastIndexOf(0x0a) + 1;
    for (const at of [1, 10, lastLine + 1, whole.length - 1]) {
      await writeFile(journal.path, past);
      await truncate(journal.path, at);
      const world = createWorld();
      await journal.begin(world, 1).summary;
      const lines = await journal.closed(world);
      const kept = past.slice(0, at).split('\n').length - 1;
      expect(lines[kept]).toMatchObject({ kind: 'burst', wanted: 1 });
    }
  });
});

describe('a file is refused, and left as it was,', () => {
  test.each([
    ['in line 1', 'hello\n', 'line 1: '],
    ['in line 1, if it is all', '{"name":"a package"}', 'line 1: '],
    ['in line 1, if it is a line of another kind', text(FAILED), 'line 1: '],
    ['in line 1, of another version', text({ ...DEAD, version: 2 }), 'line 1: `version`: '],
    ['in line 2', text(DEAD, { ...READY, name: '' }), 'line 2: `name`: '],
    ['in line 3', `${text(DEAD, { ...ENDED, name: 'j0' })}\n${text(FAILED)}`, 'line 3: '],
    ['for a field too many', text({ ...DEAD, more: 1 }), 'line 1: '],
  ])('that is none of a burst, %s', async (_, content, where) => {
    await writeFile(journal.path, content);
    const { spawner, launcher } = createWorld();
    const burst = spawner.spawn(jobs(2), { journal: { path: journal.path } });
    const error = await rejection(burst.summary, JournalError);
    expect(error.path).toBe(journal.path);
    expect(error.message).toContain(`${journal.path} is none of a burst: ${where}`);
    await expect(idsOf(burst)).rejects.toBe(error);
    expect(await readFile(journal.path, 'utf8')).toBe(content);
    expect(launcher.starts).toBe(0);
  });

  test('to which a coordinator writes that lives', async () => {
    const content = text({ ...DEAD, coordinator: markProcess(process.ppid) });
    await writeFile(journal.path, content);
    const error = await rejection(journal.begin(createWorld(), 1).summary, JournalError);
    expect(error.message).toContain(`is being written by process ${process.ppid}`);
    expect(await readFile(journal.path, 'utf8')).toBe(content);
  });

  test('to which this process writes, also from the same moment', async () => {
    const [first, second] = [createWorld(), createWorld()];
    const burst = journal.begin(first, 1);
    const error = await rejection(journal.begin(second, 1).summary, JournalError);
    expect(error.message).toContain('another burst of this process');
    await burst.summary;
    await rejection(journal.begin(second, 1).summary, JournalError);
    await journal.closed(first);
    expect((await journal.begin(second, 1).summary).counts['done before']).toBe(1);
  });

  test.each(['/dev/zero', '/dev/full'])('that has no end: %s', async (device) => {
    const { spawner } = createWorld();
    const { summary } = spawner.spawn(jobs(1), { journal: { path: device } });
    expect((await rejection(summary, JournalError)).message).toContain('is no file');
  });

  test('that cannot be opened', async () => {
    const { spawner } = createWorld();
    const { summary } = spawner.spawn(jobs(1), { journal: { path: join(journal.path, 'x') } });
    const error = await rejection(summary, JournalError);
    expect(error.message).toContain('cannot be opened');
    expect(error.cause).toMatchObject({ code: 'ENOENT' });
  });

  test('not one whose coordinator’s pid is another’s by now', async () => {
    await writeFile(
      journal.path,
      text({ ...DEAD, coordinator: { pid: process.pid, startTicks: 1 } }),
    );
    const world = createWorld();
    expect((await journal.begin(world, 1).summary).counts.ready).toBe(1);
    await journal.closed(world);
  });
});

describe('a burst that ends while its journal is being opened', () => {
  test('closes it all the same', async () => {
    const world = createWorld();
    const user = new AbortController();
    const { summary } = world.spawner.spawn(jobs(2), {
      journal: { path: journal.path },
      signal: user.signal,
    });
    user.abort();
    expect((await summary).counts.aborted).toBe(2);
    let lines: JournalLine[] = [];
    while (lines.at(-1)?.kind !== 'closed') lines = await journal.lines().catch(() => []);
    expect(world.launcher.starts).toBe(0);
  });
});
