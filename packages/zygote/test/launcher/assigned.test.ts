/** Who an agent is may be said late, and whether it is well be asked, however its process came to be. */
import { AgentExitedError, type Launcher, WedgedError } from '@muster/agent-runtime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { handyman } from '../../../../tooling/testing/specs.ts';
import { CONTENDERS } from '../fixtures/launcher-specs.ts';
import { rejection } from '../../../../tooling/testing/rejection.ts';

describe.each(CONTENDERS)('$name', ({ open }) => {
  let launcher: Launcher;
  beforeAll(async () => {
    launcher = await open();
  });
  afterAll(() => launcher.close());

  test('an agent is told who it is when it is ready, and a reset takes it back', async () => {
    const agent = await launcher.launch(handyman());
    const before = await agent.run({ do: 'assigned' });

    await agent.assign({ identity: ['ada'], env: { WHO: 'ada' }, cwd: '/' });
    const assigned = await agent.run({ do: 'assigned' });
    await agent.reset();

    expect(before).toEqual({ cwd: process.cwd() });
    expect(assigned).toEqual({ identity: ['ada'], cwd: '/', who: 'ada' });
    expect(await agent.run({ do: 'assigned' })).toEqual(before);
  });

  test('it tells its lag since it came to be, and its memory', async () => {
    const agent = await launcher.launch(handyman());

    await agent.ping();

    expect(agent.health).toMatchObject({ lagMs: 0 });
    expect(agent.health.rssBytes).toBeGreaterThan(1_000_000);
  });

  test('one that is frozen is found by its heart and killed', async () => {
    const spec = handyman([], { heartbeat: { everyMs: 10, missedMs: 300 } });
    const agent = await launcher.launch(spec);
    expect(launcher.sightings().find(({ id }) => id === agent.id)?.process).toBe('there');

    const error = await rejection(agent.run({ do: 'freeze' }), AgentExitedError);

    expect(error.exit.signal).toBe('SIGKILL');
    expect(error.cause).toBeInstanceOf(WedgedError);
    expect(launcher.sightings().find(({ id }) => id === agent.id)).toBeUndefined();
  });
});
