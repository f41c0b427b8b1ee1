import { expect, test } from 'vitest';
import { HANDYMAN, handyman } from '../../../../tooling/testing/specs.ts';
import { openZygote } from '../fixtures/launcher-specs.ts';

test('a coordinator that stands still does not take its zygote for one that hangs', async () => {
  const notices: string[] = [];
  await using launcher = await openZygote({
    preload: [HANDYMAN],
    forkDeadlineMs: 100,
    onNotice: (line) => void notices.push(line),
  });
  await launcher.launch(handyman());

  const starting = launcher.launch(handyman());
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400);
  const agent = await starting;

  expect(agent.start).toEqual({ kind: 'forked' });
  expect(notices).toEqual([]);
});
