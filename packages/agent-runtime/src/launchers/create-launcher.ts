import type { Agent } from '../agent/agent.ts';
import { createLifecycle, type Lifecycle } from '../agent/lifecycle.ts';
import { phasesOf } from '../agent/phases.ts';
import { supervise } from '../agent/supervise.ts';
import { type Arrival, arrivalOverSocket, arrivalOverStream } from '../channel/arrival.ts';
import { shakeHands } from '../channel/handshake.ts';
import { type Clock, systemClock } from '../clock.ts';
import { LaunchError } from '../errors.ts';
import { watchOomKills } from '../host/oom-kills.ts';
import { spawnProcess } from '../process/process.ts';
import { keepTail } from '../process/tail.ts';
import { checkLaunchOptions } from './check-launch-options.ts';
import { agentEnvironment, inheritedConditions } from './env.ts';
import { type Identity, randomToken } from './identity.ts';
import type { LaunchOptions, Launcher } from './launcher.ts';
import { openRun } from './open-run.ts';
import type { LauncherRun, ProcessSource, StartedProcess } from './process-source.ts';
import { createRoster } from './roster.ts';
import { type AgentSpec, type ParsedSpec, parseSpec } from './spec.ts';

export interface LauncherOptions {
  readonly name: string;
  /** @default the process's monotonic clock */
  readonly clock?: Clock;
  /** Makes the source of processes. What it rejects with is what the launcher is refused with. */
  open(run: LauncherRun): Promise<ProcessSource>;
}

/**
 * A launcher around a source of processes: ids, tokens, the run's directory, socket and guard, the
 * handshake, supervision and the end are the same whatever starts the process. Rejects, and leaves
 * nothing, when the run or its source cannot be opened.
 */
export async function createLauncher(options: LauncherOptions): Promise<Launcher> {
  const { name, clock = systemClock } = options;
  const runToken = randomToken();
  const conditions = inheritedConditions(process.execArgv, process.env['NODE_OPTIONS']);
  const { directory, guard, hub } = await openRun(runToken);
  const oomKills = await watchOomKills();
  const source = await openSource();
  const closing = new AbortController();
  const roster = createRoster();
  const underway = new Set<Promise<Agent>>();
  let [launched, failed, lateFrames] = [0, 0, 0];
  let closed: Promise<void> | undefined;

  async function openSource(): Promise<ProcessSource> {
    try {
      return await options.open({ token: runToken, directory, guard, conditions });
    } catch (error) {
      await hub.close();
      await guard.close();
      throw error;
    }
  }

  async function launch(spec: AgentSpec, launchOptions: LaunchOptions = {}): Promise<Agent> {
    const parsed = parseSpec(spec);
    checkLaunchOptions(launchOptions);
    if (closing.signal.aborted) throw new Error('the launcher is closed');
    launchOptions.signal?.throwIfAborted();
    const starting = start(parsed, roster.claim(launchOptions.id), launchOptions);
    underway.add(starting);
    try {
      const agent = await starting;
      launched++;
      return agent;
    } catch (error) {
      failed++;
      throw error;
    } finally {
      underway.delete(starting);
    }
  }

  /** From a claimed id to a ready agent, or to nothing. */
  async function start(
    spec: ParsedSpec,
    identity: Identity,
    launchOptions: LaunchOptions,
  ): Promise<Agent> {
    const requestedAtMs = clock.now();
    // Before there is a process: its hello may be here before its source has said that it lives.
    const expected =
      'modulePath' in spec ? arrivalOverSocket(hub, identity, spec.maxFrameBytes) : undefined;
    try {
      const started = await startProcess(spec, identity);
      const spawnedAtMs = clock.now();
      if (started.channel !== undefined) expected?.giveUp();
      const lifecycle = follow(started, spec, identity, launchOptions);
      const { channel, hello, helloAtMs, readyAtMs } = await shakeHands({
        agentId: identity.id,
        lifecycle,
        arrival: arrivalOf(started, identity, spec.maxFrameBytes, expected?.arrival),
        helloDeadlineMs: spec.helloDeadlineMs,
        readyDeadlineMs: spec.readyDeadlineMs,
        build: spec.build,
        signal: launchOptions.signal,
        closing: closing.signal,
        clock,
      });
      return supervise({
        identity,
        process: started.process,
        start: started.start,
        lifecycle,
        channel,
        phases: phasesOf(requestedAtMs, spawnedAtMs, helloAtMs, readyAtMs),
        hello,
        limits: spec,
        clock,
        onMessage: launchOptions.onMessage,
        isCurrent: () => roster.isCurrent(identity),
        onLateFrame: () => lateFrames++,
      });
    } finally {
      expected?.giveUp();
    }
  }

  async function startProcess(spec: ParsedSpec, identity: Identity): Promise<StartedProcess> {
    const env = agentEnvironment(process.env, spec.inheritEnv, spec.env, {
      MUSTER_RUN: runToken,
      MUSTER_AGENT: identity.id,
      MUSTER_INCARNATION: String(identity.incarnation),
      MUSTER_TOKEN: identity.token,
      MUSTER_MAX_FRAME_BYTES: String(spec.maxFrameBytes),
    });
    try {
      return await source.start({
        spec,
        identity,
        env,
        cold: (because) => startCold(spec, env, because),
      });
    } catch (error) {
      roster.release(identity);
      const because = error instanceof Error ? error.message : String(error);
      throw new LaunchError(identity.id, 'spawn', because, undefined, error);
    }
  }

  async function startCold(
    spec: ParsedSpec,
    env: Readonly<Record<string, string>>,
    because: string | undefined,
  ): Promise<StartedProcess> {
    const { cwd } = spec;
    const child =
      'command' in spec
        ? await spawnProcess(spec.command, spec.args, { env, cwd, stdin: 'pipe' })
        : await spawnProcess(process.execPath, [...conditions, spec.modulePath, ...spec.args], {
            env: { ...env, MUSTER_SOCKET: hub.socketPath },
            cwd,
            stdin: 'ignore',
          });
    return { process: child, start: { kind: 'cold', because } };
  }

  /** Everything that must see a process from its first moment to its last. */
  function follow(
    { process: child, channel, guarded = false }: StartedProcess,
    spec: ParsedSpec,
    identity: Identity,
    { onOutput }: LaunchOptions,
  ): Lifecycle {
    const ended = guarded ? undefined : guard.watch(child.pid);
    const onLine = (stream: 'stdout' | 'stderr'): ((line: string) => void) | undefined =>
      onOutput && ((line) => onOutput(line, stream));
    const tail = keepTail(child.stderr, spec.stderrLines, onLine('stderr'));
    // A module's standard output is free, and so is that of a command with a channel of its own.
    if ('modulePath' in spec || channel !== undefined) {
      keepTail(child.stdout, 0, onLine('stdout'));
    }
    const lifecycle = createLifecycle(child, tail, oomKills);
    roster.enter(identity, child.pid, lifecycle);
    void lifecycle.exited.then(() => {
      ended?.();
      // Its other end may live on in a descendant: then nothing but this would ever close it.
      channel?.destroy();
    });
    return lifecycle;
  }

  async function close(): Promise<void> {
    closing.abort(new Error('the launcher was closed'));
    const kills = roster.lifecycles().map((lifecycle) => lifecycle.kill('its launcher was closed'));
    // A launch whose process is only now coming to life sees the signal and ends it itself.
    await Promise.allSettled([...kills, ...underway]);
    try {
      await hub.close();
      await source.close();
    } finally {
      await guard.close();
    }
  }

  return {
    name,
    launch,
    sightings: () => roster.sightings(),
    stats: () => {
      const { refusedConnections, lateHellos } = hub.stats();
      return {
        launched,
        failed,
        live: roster.sightings().filter((sighting) => sighting.process !== 'gone').length,
        refusedConnections,
        late: lateFrames + lateHellos,
      };
    },
    close: () => (closed ??= close()),
    [Symbol.asyncDispose]: () => (closed ??= close()),
  };
}

/** Where the hello will come from. */
function arrivalOf(
  { process: child, channel }: StartedProcess,
  identity: Identity,
  maxFrameBytes: number,
  overSocket: Promise<Arrival> | undefined,
): Promise<Arrival> {
  if (channel !== undefined) return arrivalOverStream(channel, channel, identity, maxFrameBytes);
  if (overSocket !== undefined) return overSocket;
  if (child.stdin === null) return Promise.reject(new Error('it was started without a channel'));
  return arrivalOverStream(child.stdout, child.stdin, identity, maxFrameBytes);
}
