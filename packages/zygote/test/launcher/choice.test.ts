/** openLauncher: forked where that can be had; where it cannot, one line and cold, or a refusal. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { openLauncher, type LauncherChoice } from '../../src/index.ts';
import { HANDYMAN, handyman } from '../../../../tooling/testing/specs.ts';
import { fixturePath } from '../fixtures/launcher-specs.ts';

const PACKAGE = join(import.meta.dirname, '..', '..');

interface Outcome {
  readonly name?: string;
  readonly starts?: readonly unknown[];
  readonly error?: string;
  readonly message?: string;
  readonly notices: readonly string[];
  readonly left: readonly string[];
}

async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'choice-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** Opens in a process of its own, with a TMPDIR of its own. */
async function openElsewhere(entry: URL, options: LauncherChoice): Promise<Outcome> {
  const TMPDIR = await temporaryDirectory();
  const words = [fixturePath('choice'), entry.href, JSON.stringify(options)];
  const { stdout } = await promisify(execFile)(process.execPath, words, {
    env: { ...process.env, TMPDIR },
  });
  return JSON.parse(stdout) as Outcome;
}

/** A copy of this package with its sources, and what else is asked for. */
async function copyOfPackage(parts: readonly string[]): Promise<string> {
  const directory = await temporaryDirectory();
  for (const part of ['src', 'package.json', ...parts]) {
    await cp(join(PACKAGE, part), join(directory, part), { recursive: true });
  }
  await symlink(join(PACKAGE, 'node_modules'), join(directory, 'node_modules'));
  return directory;
}

const entryOf = (directory: string): URL => pathToFileURL(join(directory, 'src', 'index.ts'));
const OURS = entryOf(PACKAGE);

test('auto forks where it can, and has nothing to say', async () => {
  expect(await openElsewhere(OURS, {})).toEqual({
    name: 'zygote',
    starts: [{ kind: 'forked' }, { kind: 'forked' }],
    notices: [],
    left: [],
  });
});

test('exec starts cold without a reason, and preloads nothing', async () => {
  const preload = ['/no/such/module.js'];

  expect(await openElsewhere(OURS, { launcher: 'exec', preload })).toEqual({
    name: 'exec',
    starts: [{ kind: 'cold' }, { kind: 'cold' }],
    notices: [],
    left: [],
  });
});

interface Obstacle {
  readonly what: string;
  readonly error: string;
  readonly because: string;
  readonly arrange: () => Promise<readonly [URL, LauncherChoice]>;
}

const obstacles: readonly Obstacle[] = [
  {
    what: 'without a native build',
    error: 'ZygoteUnavailableError',
    because: 'no zygote here: there is no native build for linux-',
    arrange: async () => [entryOf(await copyOfPackage([])), {}],
  },
  {
    what: 'with a build that cannot be loaded',
    error: 'ZygoteUnavailableError',
    because: 'no zygote here: the native build cannot be loaded (',
    arrange: async () => {
      const directory = await copyOfPackage(['native']);
      await writeFile(join(directory, 'native', 'build', 'zygote.node'), 'no library');
      return [entryOf(directory), {}];
    },
  },
  {
    what: 'with forks that fail their test',
    error: 'ZygoteUnavailableError',
    because: 'no zygote here: a forked process failed its self-test, ',
    arrange: async () => {
      const directory = await copyOfPackage(['native']);
      await writeFile(join(directory, 'src', 'probe', 'probe.ts'), 'process.exit(3);');
      return [entryOf(directory), {}];
    },
  },
  {
    what: 'with a module that cannot be imported',
    error: 'PreloadError',
    because: 'the preloaded module /no/such/module.js could not be imported: ',
    arrange: async () => [OURS, { preload: ['/no/such/module.js'] }],
  },
];

test.each(obstacles)(
  'auto starts cold $what, and says so in one line',
  async ({ arrange, because }) => {
    const [entry, options] = await arrange();

    const { name, starts, notices, left } = await openElsewhere(entry, options);

    expect(name).toBe('exec');
    const cold = { kind: 'cold', because: expect.stringContaining(because) };
    expect(starts).toEqual([cold, cold]);
    expect(notices).toEqual([expect.stringContaining(`agents start cold: ${because}`)]);
    expect(notices.join().split('\n')).toHaveLength(1);
    expect(left).toEqual([]);
  },
);

test.each(obstacles)(
  'zygote rejects $what, and leaves nothing',
  async ({ arrange, because, error }) => {
    const [entry, options] = await arrange();

    const outcome = await openElsewhere(entry, { ...options, launcher: 'zygote' });

    expect(outcome).toMatchObject({ error, notices: [], left: [] });
    expect(outcome.message).toContain(because);
  },
);

test('two launchers in one coordinator have nothing to do with each other', async () => {
  const [one, other] = await Promise.all([
    openLauncher({ launcher: 'zygote' }),
    openLauncher({ launcher: 'zygote', preload: [HANDYMAN] }),
  ]);
  onTestFinished(async () => {
    await Promise.all([one.close(), other.close()]);
  });
  const agents = await Promise.all(
    [one, other, one, other].map((launcher) => launcher.launch(handyman())),
  );
  expect(agents.map(({ id }) => id)).toEqual(['agent-1', 'agent-1', 'agent-2', 'agent-2']);

  await one.close();

  expect(agents.map(({ state }) => state.kind)).toEqual(['exited', 'ready', 'exited', 'ready']);
  expect(await agents[1]!.run({ do: 'say', value: 1 })).toBe(1);
  expect((await other.launch(handyman())).start).toEqual({ kind: 'forked' });
});
