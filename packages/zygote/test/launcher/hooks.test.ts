import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onFork } from '../../src/hooks.ts';
import { openPrograms, type Programs } from '../fixtures/child-programs.ts';
import { openZygote } from '../fixtures/launcher-specs.ts';

const HOOKS = new URL('../../src/hooks.ts', import.meta.url).href;
const SERVE = import.meta.resolve('@muster/agent-runtime/serve');

let files: Programs;
beforeAll(() => {
  files = openPrograms();
});
afterAll(() => files[Symbol.dispose]());

/** An agent that notes what its hooks see; each of its tasks is answered with the notes. */
function noting(name: string, hooks: string): string {
  return files.write(
    `${name}.mjs`,
    `import { onFork } from '${HOOKS}';
     import { serveAgent } from '${SERVE}';
     const notes = [];
     const note = (what) => notes.push([what, process.pid, process.argv[2] ?? '', process.env.WHO ?? '']);
     ${hooks}
     serveAgent({ onTask: () => notes });`,
  );
}

describe('hooks that a preloaded agent registers', () => {
  test('run before the first fork and in each child, in their order, as the agent it is', async () => {
    const module = noting(
      'two',
      `onFork({ beforeFork: () => note('before'), afterFork: () => note('after') });
       onFork({ afterFork: () => note('after too') });`,
    );
    const launcher = await openZygote({ preload: [module] });

    const agents = await Promise.all(
      ['a', 'b'].map((who) => launcher.launch({ module, args: [who], env: { WHO: who } })),
    );
    const [a, b] = await Promise.all(agents.map((agent) => agent.run()));

    const [before] = a as unknown[][];
    expect(before).toEqual(['before', expect.any(Number), expect.any(String), '']);
    for (const [index, notes] of [a, b].entries()) {
      const own = [agents[index]!.pid, 'ab'[index], 'ab'[index]];
      expect(notes).toEqual([before, ['after', ...own], ['after too', ...own]]);
    }
  });

  test('may take their time before the first fork', async () => {
    const module = noting(
      'slow',
      `onFork({ beforeFork: async () => { await new Promise((done) => setTimeout(done, 100)); note('done'); } });`,
    );
    const launcher = await openZygote({ preload: [module] });

    const notes = await (await launcher.launch({ module })).run();

    expect(notes).toEqual([['done', expect.any(Number), expect.any(String), '']]);
  });

  test('and fail in a child keep it from ever being ready', async () => {
    const module = noting(
      'failing',
      `onFork({ afterFork: () => { if (process.argv[2] === 'bad') throw new Error('no database'); } });`,
    );
    const launcher = await openZygote({ preload: [module] });

    await expect(launcher.launch({ module, args: ['bad'] })).rejects.toThrow('no database');
    expect(await (await launcher.launch({ module, args: ['good'] })).run()).toEqual([]);
  });

  test('and fail before the first fork are the failure of the zygote', async () => {
    const module = noting(
      'rejecting',
      `onFork({ beforeFork: async () => { throw new Error('still open'); } });`,
    );

    await expect(openZygote({ preload: [module] })).rejects.toThrow('still open');
  });
});

test('outside of a zygote a hook is never called', () => {
  const calls: string[] = [];

  onFork({ beforeFork: () => calls.push('before'), afterFork: () => void calls.push('after') });

  expect(calls).toEqual([]);
});
