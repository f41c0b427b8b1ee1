/** Starts that fail, are aborted or collide do so alike, whatever starts the process. */
import { type AgentSpec, type Launcher, LaunchError } from '@muster/agent-runtime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { processesOfRun, runTokenOf } from '../../../../tooling/testing/processes.ts';
import { handyman, PATIENT, rawAgent } from '../../../../tooling/testing/specs.ts';
import { CONTENDERS, starting } from '../fixtures/launcher-specs.ts';
import { rejection } from '../../../../tooling/testing/rejection.ts';
import { until } from '../../../../tooling/testing/until.ts';

describe.each(CONTENDERS)('$name', ({ open }) => {
  let launcher: Launcher;
  let runToken: string;
  let atRest: number;
  beforeAll(async () => {
    launcher = await open();
    const probe = await launcher.launch(handyman());
    runToken = runTokenOf(probe.pid);
    await probe.kill();
    atRest = processesOfRun(runToken).length;
  });
  afterAll(() => launcher.close());

  const nothingIsLeft = (): Promise<void> =>
    until('nothing of the agent is left', () => processesOfRun(runToken).length === atRest);

  async function failure(spec: AgentSpec): Promise<LaunchError> {
    const before = launcher.stats();
    const launching = launcher.launch(spec, { id: 'failing' });
    // One that becomes ready after all must not be in the way of the next test.
    void launching.then(
      (agent) => agent.kill(),
      () => undefined,
    );
    const error = await rejection(launching, LaunchError);
    expect(launcher.stats()).toMatchObject({ failed: before.failed + 1, live: 0 });
    await nothingIsLeft();
    return error;
  }

  test.each<readonly [string, AgentSpec, string]>([
    ['a directory that is not there', handyman([], { cwd: '/no/such/place' }), 'ENOENT'],
    ['a file for a directory', handyman([], { cwd: '/etc/passwd' }), 'ENOTDIR'],
    ['a command that is not there', { command: 'no-such-command' }, 'ENOENT'],
  ])('%s fails at spawn', async (_what, spec, because) => {
    const error = await failure(spec);

    expect(error).toMatchObject({ phase: 'spawn', agentId: 'failing', exit: undefined });
    expect(error.message).toContain('agent failing did not become ready (spawn)');
    expect(error.message).toContain(because);
    expect(error.cause).toBeInstanceOf(Error);
  });

  test.each<readonly [string, AgentSpec]>([
    ['args.0', handyman(['a\0b'])],
    ['cwd', handyman([], { cwd: '/\0x' })],
    ['env.A', handyman([], { env: { A: 'a\0b' } })],
  ])('a NUL in `%s` is refused before anything starts', async (field, spec) => {
    const before = launcher.stats();
    const error = await rejection(launcher.launch(spec), TypeError);

    expect(error.message).toBe(`an agent spec is wrong: \`${field}\`: must hold no NUL, got one`);
    expect(launcher.stats()).toEqual(before);
  });

  test('a directory that is not there is told by its code', async () => {
    const error = await failure(handyman([], { cwd: '/no/such/place' }));

    expect(error.cause).toMatchObject({ code: 'ENOENT' });
  });

  test.each<readonly [string, AgentSpec, object]>([
    ['an exit before hello', rawAgent(['exit:7']), { phase: 'hello', exit: { code: 7 } }],
    ['a clean exit before hello', rawAgent(['exit:0']), { phase: 'hello', exit: { code: 0 } }],
    [
      'a death before hello',
      rawAgent(['die:SIGSEGV']),
      { phase: 'hello', exit: { signal: 'SIGSEGV' } },
    ],
    ['an exit before ready', rawAgent(['hello', 'exit:8']), { phase: 'ready', exit: { code: 8 } }],
    ['an onStart that exits', starting('exit'), { phase: 'ready', exit: { code: 8 } }],
    [
      'a death before ready',
      rawAgent(['hello', 'die:SIGKILL']),
      { phase: 'ready', exit: { signal: 'SIGKILL' } },
    ],
  ])('%s tells how', async (_what, spec, expected) => {
    expect(await failure(spec)).toMatchObject(expected);
  });

  test('the last lines of standard error come with the failure', async () => {
    const error = await failure(rawAgent(['exit:7', '--last-words'], { stderrLines: 1 }));

    expect(error.exit?.stderr).toEqual(['two']);
    expect(error.message).toBe(
      'agent failing did not become ready (hello): exit code 7\n  last lines of its stderr:\n  | two',
    );
  });

  test.each(['throw', 'reject'])('an onStart that fails shows its error: %s', async (how) => {
    const error = await failure(starting(how));

    expect(error).toMatchObject({ phase: 'ready', exit: { code: 1 } });
    expect(error.message).toContain('Error: the model file is missing');
  });

  test('a module that is not there shows its error', async () => {
    const error = await failure({ ...PATIENT, module: '/no/such/module.ts' });

    expect(error).toMatchObject({ phase: 'hello', exit: { code: 1 } });
    expect(error.message).toContain('MODULE_NOT_FOUND');
  });

  test.each<readonly [string, AgentSpec, 'hello' | 'ready']>([
    ['a silent agent', rawAgent(['--stay']), 'hello'],
    ['one that is never ready', rawAgent(['hello', '--stay']), 'ready'],
    ['one that takes too long', starting('60000'), 'ready'],
  ])('%s runs into its deadline', async (_what, spec, phase) => {
    const deadline = phase === 'ready' ? { readyDeadlineMs: 500 } : { helloDeadlineMs: 500 };
    const error = await failure({ ...spec, ...deadline });

    const because = `no ${phase} within 500 ms`;
    expect(error).toMatchObject({ phase, exit: { signal: 'SIGKILL', because } });
  });

  test.each<readonly [string, string[], 'hello' | 'ready']>([
    ['hello twice', ['hello', 'hello'], 'ready'],
    ['another version', ['hello:{"protocol":2}'], 'hello'],
    ['a message before ready', ['hello', '{"type":"message","seq":1}'], 'ready'],
    ['a frame beyond its maximum', ['hello', `{"type":"${'x'.repeat(2_000)}"}`], 'ready'],
    ['a closed channel', ['hello', '--close'], 'ready'],
  ])('%s ends the agent at once', async (_what, lines, phase) => {
    const error = await failure(rawAgent([...lines, '--stay'], { maxFrameBytes: 1_000 }));

    expect(error).toMatchObject({ phase, exit: { signal: 'SIGKILL' } });
  });

  test.each([
    ['token', 'hello:{"token":"x"}'],
    ['id', 'hello:{"agent":"x"}'],
    ['incarnation', 'hello:{"incarnation":0}'],
  ])('an agent with a wrong %s never becomes ready', async (_what, hello) => {
    const spec = rawAgent([hello, '{"type":"ready"}', '--stay'], { helloDeadlineMs: 1_000 });

    expect(await failure(spec)).toMatchObject({ phase: 'hello', exit: { signal: 'SIGKILL' } });
  });

  test('a wrong spec is refused by its fields and starts nothing', async () => {
    const before = launcher.stats();
    const spec = { module: '', args: 1, nonsense: true } as unknown as AgentSpec;

    const error = await rejection(launcher.launch(spec), TypeError);

    for (const field of ['module', 'args', 'nonsense']) expect(error.message).toContain(field);
    expect(launcher.stats()).toEqual(before);
  });

  test('a signal that was aborted before starts nothing', async () => {
    const before = launcher.stats();
    const reason = new Error('before');
    const launching = launcher.launch(handyman(), { signal: AbortSignal.abort(reason) });

    await expect(launching).rejects.toBe(reason);
    expect(launcher.stats()).toEqual(before);
  });

  test.each(['at once', 'before hello', 'before ready'])(
    'an abort %s leaves nothing',
    async (when) => {
      const before = launcher.stats();
      const controller = new AbortController();
      const reason = new Error('enough');
      const spec = when === 'before hello' ? rawAgent(['--stay']) : starting('60000');
      const launching = launcher.launch(
        { ...spec, helloDeadlineMs: 3_600_000 },
        { id: 'x', signal: controller.signal },
      );
      launching.catch(() => undefined);
      if (when !== 'at once') await until('its process lives', () => launcher.stats().live === 1);

      controller.abort(reason);

      await expect(launching).rejects.toBe(reason);
      expect(launcher.stats()).toMatchObject({ failed: before.failed + 1, live: 0 });
      await nothingIsLeft();
    },
  );

  test('an id that lives is refused, and is free again when its agent has ended', async () => {
    const first = launcher.launch(handyman(), { id: 'same' });

    await expect(launcher.launch(handyman(), { id: 'same' })).rejects.toThrow(
      '`id` must not be in use: agent same is requested',
    );
    const agent = await first;
    await expect(launcher.launch(handyman(), { id: 'same' })).rejects.toThrow('same is ready');
    await agent.kill();
    const next = await launcher.launch(handyman(), { id: 'same' });
    expect(next.incarnation).toBeGreaterThan(agent.incarnation);
    await next.kill();
  });

  test('a frame of a replaced incarnation is dropped and counted', async () => {
    const old = await launcher.launch(handyman(['--no-stop']), { id: 'twice' });
    const late = launcher.stats().late;
    const answer = old.run({ do: 'later', value: 1, ms: 1_500 });
    answer.catch(() => undefined);
    const stopped = old.stop({ graceMs: 20_000 });
    const replacement = await launcher.launch(handyman(), { id: 'twice' });

    await until('the late frame is counted', () => launcher.stats().late === late + 1);

    expect(replacement.state.kind).toBe('ready');
    await Promise.all([old.kill(), replacement.kill()]);
    await stopped;
    await expect(answer).rejects.toThrow('is gone');
  });

  test('a close while agents start rejects each start and leaves nothing', async () => {
    const other = await open();
    const probe = await other.launch(handyman());
    const token = runTokenOf(probe.pid);
    const specs = [
      ...Array.from({ length: 40 }, () => handyman()),
      starting('60000'),
      rawAgent(['--stay']),
    ];
    const outcomes = Promise.allSettled(specs.map((spec) => other.launch(spec)));

    await other.close();

    const reason = new Error('the launcher was closed');
    expect(await outcomes).toEqual(specs.map(() => ({ status: 'rejected', reason })));
    expect(other.stats().live).toBe(0);
    expect(processesOfRun(token)).toEqual([]);
    await expect(other.launch(handyman())).rejects.toThrow('the launcher is closed');
  });

  test('closing twice, also at once, is closing once', async () => {
    const other = await open();
    const agent = await other.launch(handyman());

    await Promise.all([other.close(), other.close()]);
    await other.close();

    expect(await agent.exited).toMatchObject({ because: 'its launcher was closed' });
  });
});
