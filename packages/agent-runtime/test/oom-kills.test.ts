import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { AgentExit } from '../src/agent/agent.ts';
import { createLifecycle } from '../src/agent/lifecycle.ts';
import { parseOomKills, watchOomKills } from '../src/host/oom-kills.ts';
import type { AgentProcess } from '../src/process/process.ts';
import { createExecLauncher } from '../src/index.ts';
import { type FixtureTree, fixtureTree } from './host-fixture.ts';
import { GET_READY, shell } from './fixtures/specs.ts';

const VERSIONS = [
  {
    version: 1,
    cgroup: '4:memory:/x\n0::/\n',
    mountinfo: '35 31 0:32 / {root}/mount rw,relatime - cgroup cgroup rw,memory\n',
    file: 'mount/x/memory.oom_control',
    text: (kills: number) => `oom_kill_disable 0\nunder_oom 0\noom_kill ${kills}\n`,
  },
  {
    version: 2,
    cgroup: '0::/x\n',
    mountinfo: '41 31 0:38 / {root}/mount rw,relatime - cgroup2 cgroup2 rw\n',
    file: 'mount/x/memory.events',
    text: (kills: number) => `low 0\nhigh 3\nmax 9\noom 8\noom_kill ${kills}\noom_group_kill 7\n`,
  },
];

describe.each(VERSIONS)('a cgroup of version $version', ({ cgroup, mountinfo, file, text }) => {
  const proc = (kills: number): Promise<FixtureTree> =>
    fixtureTree({ 'self/cgroup': cgroup, 'self/mountinfo': mountinfo, [file]: text(kills) });

  test('tells each kill once, and none of those before it was watched', async () => {
    await using tree = await proc(5);
    const kills = await watchOomKills(tree.path);
    expect(kills.claim()).toBe(false);

    await writeFile(join(tree.path, file), text(7));

    expect([kills.claim(), kills.claim(), kills.claim()]).toEqual([true, true, false]);
  });

  test('that goes out of sight leaves it open', async () => {
    await using tree = await proc(5);
    const kills = await watchOomKills(tree.path);

    await writeFile(join(tree.path, file), 'unlike anything\n');

    expect(kills.claim()).toBeNull();
  });

  test('whose kernel does not count leaves it open', async () => {
    await using tree = await proc(5);
    await writeFile(join(tree.path, file), 'low 0\n');

    expect((await watchOomKills(tree.path)).claim()).toBeNull();
  });
});

test('without a cgroup nobody can tell', async () => {
  await using tree = await fixtureTree({ 'self/cgroup': '', 'self/mountinfo': '' });

  expect((await watchOomKills(tree.path)).claim()).toBeNull();
});

test.each(['', 'oom_kill x\n', 'oom_kill_disable 0\n', 'oom_group_kill 3\n'])(
  'no count is read from %j',
  (text) => {
    expect(parseOomKills(text)).toMatchObject({ shown: false });
  },
);

describe('an exit', () => {
  /** A process that ends as told, however it is signalled. */
  function endingWith(
    end: Pick<AgentExit, 'code' | 'signal'>,
    sent: NodeJS.Signals | 'nothing',
  ): Promise<AgentExit> {
    const ended = Promise.withResolvers<typeof end>();
    const lifecycle = createLifecycle(
      { pid: 1, signal: () => true, ended: ended.promise } as unknown as AgentProcess,
      { lines: () => [] },
      { claim: () => true },
    );
    if (sent === 'SIGKILL') void lifecycle.kill('a missed deadline');
    ended.resolve(end);
    return lifecycle.exited;
  }

  test.each([
    [{ code: null, signal: 'SIGKILL' }, 'nothing', true],
    [{ code: null, signal: 'SIGKILL' }, 'SIGKILL', false],
    [{ code: null, signal: 'SIGSEGV' }, 'nothing', false],
    [{ code: 137, signal: null }, 'nothing', false],
    [{ code: null, signal: null }, 'nothing', null],
  ] as const)('of %j, when %s was sent, is out of memory: %s', async (end, sent, expected) => {
    expect(await endingWith(end, sent)).toMatchObject({ ...end, outOfMemory: expected });
  });

  test('by a SIGKILL from elsewhere is not taken for one for want of memory', async () => {
    const launcher = await createExecLauncher();
    onTestFinished(() => launcher.close());
    const agent = await launcher.launch(shell(`${GET_READY} kill -s KILL $$`));

    const { signal, outOfMemory } = await agent.exited;

    expect(signal).toBe('SIGKILL');
    expect(outOfMemory).toBe((await watchOomKills()).claim());
  });
});
