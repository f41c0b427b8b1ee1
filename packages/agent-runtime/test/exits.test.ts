import { expect, test } from 'vitest';
import { AgentExitedError, type AgentExit, describeExit } from '../src/index.ts';
import { createLauncher } from '../src/launchers/kit.ts';
import { startWithChannel } from './fixtures/piped-source.ts';
import { rejection } from '../../../tooling/testing/rejection.ts';
import { handyman } from '../../../tooling/testing/specs.ts';

const UNSEEN = 'it ended, and nobody saw how';

test.each<readonly [Partial<AgentExit>, string]>([
  [{ code: 3 }, 'exit code 3'],
  [{ code: 0, because: 'stop' }, 'exit code 0, after stop'],
  [{ signal: 'SIGKILL' }, 'killed by SIGKILL'],
  [{ signal: 'SIGTERM', because: 'stop' }, 'killed by SIGTERM, after stop'],
  [{ signal: 'SIGKILL', outOfMemory: true }, 'killed by SIGKILL, out of memory'],
  [{}, UNSEEN],
  [{ because: 'its channel closed' }, `${UNSEEN}, after its channel closed`],
])('an exit with %j is told as "%s"', (exit, told) => {
  const nothing = {
    code: null,
    signal: null,
    outOfMemory: null,
    because: undefined,
    cause: undefined,
    stderr: [],
  };

  expect(describeExit({ ...nothing, ...exit })).toBe(told);
});

test('an end that nobody saw is an end all the same', async () => {
  await using launcher = await createLauncher({
    name: 'blind',
    open: async () => ({
      start: async (request) => {
        const started = await startWithChannel(request);
        const ended = started.process.ended.then(() => ({ code: null, signal: null }));
        return { ...started, process: { ...started.process, ended } };
      },
      close: async () => undefined,
    }),
  });
  const agent = await launcher.launch(handyman(), { id: 'unseen' });

  const error = await rejection(agent.run({ do: 'exit', code: 3 }), AgentExitedError);

  expect(error.message).toBe(`agent unseen is gone: ${UNSEEN}`);
  expect(await agent.exited).toMatchObject({
    code: null,
    signal: null,
    outOfMemory: null,
    because: undefined,
  });
  expect(launcher.stats().live).toBe(0);
});
