import { afterEach, expect, test, vi } from 'vitest';
import { currentDeferral, setDeferral } from '../src/deferral.ts';
import { createExecLauncher } from '../src/index.ts';
import { serveAgent } from '../src/serve.ts';
import { fixture } from './fixtures/specs.ts';

afterEach(() => {
  setDeferral(undefined);
});

const rehearse = (): void => undefined;
const TOO_EARLY = 'Error: there is no agent yet: its module is being preloaded, to be forked later';

test('a module that was loaded under a deferral becomes an agent when it is told to', async () => {
  await using launcher = await createExecLauncher();
  const heard: unknown[] = [];

  const agent = await launcher.launch(
    { module: fixture('preloaded') },
    { id: 'late', onMessage: (payload) => heard.push(payload) },
  );

  expect(await agent.run('a message')).toEqual({
    before: { looks: [TOO_EARLY, TOO_EARLY, TOO_EARLY], identityIsThere: true },
    agent: 'late',
    incarnation: agent.incarnation,
    left: ['MUSTER_RUN'],
  });
  expect(heard).toEqual(['a message']);
});

test('each call registers, and none needs a coordinator yet', () => {
  const register = vi.fn<(start: () => void) => void>();
  setDeferral({ register, rehearse });

  serveAgent({ onTask: () => 1 });
  serveAgent({ onTask: () => 2 });

  expect(register).toHaveBeenCalledTimes(2);
});

test('a start that is told in a process without a coordinator throws as the call would have', () => {
  const register = vi.fn<(start: () => void) => void>();
  setDeferral({ register, rehearse });
  const serving = serveAgent({ onTask: () => undefined });

  expect(register.mock.calls[0]![0]).toThrow('must be started by a coordinator');
  expect(() => serving.agent).toThrow('there is no agent yet');
});

test('without a deferral a call serves at once', () => {
  setDeferral({ register: () => undefined, rehearse });
  setDeferral(undefined);

  expect(() => serveAgent({ onTask: () => undefined })).toThrow('must be started by a coordinator');
});

test('a second copy of the package sees the same deferral', async () => {
  const deferral = { register: () => undefined, rehearse };
  setDeferral(deferral);
  vi.resetModules();

  const copy = await import('../src/deferral.ts');

  expect(copy.setDeferral).not.toBe(setDeferral);
  expect(copy.currentDeferral()).toBe(deferral);
  copy.setDeferral(undefined);
  expect(currentDeferral()).toBeUndefined();
});

test('the code that serves offers a rehearsal when it is loaded under a deferral', async () => {
  const offered = vi.fn<(rehearsal: () => void) => void>();
  setDeferral({ register: () => undefined, rehearse: offered });
  vi.resetModules();

  await import('../src/serve.ts');

  expect(offered).toHaveBeenCalledOnce();
  expect(offered.mock.calls[0]![0]).toThrow('must be started by a coordinator');
});
