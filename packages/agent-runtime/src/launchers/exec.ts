import type { Agent } from '../agent/agent.ts';
import { arrivalOverSocket, arrivalOverStdio } from '../channel/arrival.ts';
import { type Clock, systemClock } from '../clock.ts';
import { agentEnvironment, inheritedConditions } from './env.ts';
import { LaunchError } from '../errors.ts';
import { shakeHands } from '../channel/handshake.ts';
import { createHub, type Hub } from '../channel/hub.ts';
import { type Identity, randomToken } from './identity.ts';
import type { LaunchOptions, Launcher } from './launcher.ts';
import { createLifecycle, type Lifecycle } from '../agent/lifecycle.ts';
import { createOrphanGuard, type OrphanGuard } from '../process/orphan-guard.ts';
import { phasesOf } from '../agent/phases.ts';
import { type AgentProcess, spawnProcess } from '../process/process.ts';
import { createRoster } from './roster.ts';
import { createRunDirectory, socketPathIn } from '../process/run-directory.ts';
import { type AgentSpec, type ParsedSpec, parseSpec } from './spec.ts';
import { supervise } from '../agent/supervise.ts';
import { keepTail } from '../process/tail.ts';

export interface ExecLauncherOptions {
  /** @default the process's monotonic clock */
  readonly clock?: Clock;
}

/**
 * A launcher that starts each agent as a fresh process: fork and exec, cold. Rejects when its socket
 * or its guard cannot be had (no descriptors, no processes, no /bin/sh): without the guard agents
 * could outlive their coordinator.
 */
export async function createExecLauncher({
  clock = systemClock,
}: ExecLauncherOptions = {}): Promise<Launcher> {
  const runToken = randomToken();
  const { guard, hub } = await openRun(runToken);
  const conditions = inheritedConditions(process.execArgv, process.env['NODE_OPTIONS']);
  const closing = new AbortController();
  const roster = createRoster();
  const underway = new Set<Promise<Agent>>();
  let [launched, failed, lateFrames] = [0, 0, 0];
  let closed: Promise<void> | undefined;

  async function launch(spec: AgentSpec, options: LaunchOptions = {}): Promise<Agent> {
    const parsed = parseSpec(spec);
    if (closing.signal.aborted) throw new Error('the launcher is closed');
    options.signal?.throwIfAborted();
    const starting = start(parsed, roster.claim(options.id), options);
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
    options: LaunchOptions,
  ): Promise<Agent> {
    const requestedAtMs = clock.now();
    const overSocket = 'modulePath' in spec;
    const expected = overSocket ? arrivalOverSocket(hub, identity, spec.maxFrameBytes) : undefined;
    try {
      const child = await spawnChild(spec, identity);
      const spawnedAtMs = clock.now();
      const lifecycle = follow(child, spec, identity, options);
      const { channel, hello, helloAtMs, readyAtMs } = await shakeHands({
        agentId: identity.id,
        lifecycle,
        arrival: expected?.arrival ?? arrivalOverStdio(child, identity, spec.maxFrameBytes),
        helloDeadlineMs: spec.helloDeadlineMs,
        readyDeadlineMs: spec.readyDeadlineMs,
        signal: anySignal(closing.signal, options.signal),
        clock,
      });
      return supervise({
        identity,
        process: child,
        lifecycle,
        channel,
        phases: phasesOf(requestedAtMs, spawnedAtMs, helloAtMs, readyAtMs),
        origin: hello.origin,
        cancelGraceMs: spec.cancelGraceMs,
        clock,
        onMessage: options.onMessage,
        isCurrent: () => roster.isCurrent(identity),
        onLateFrame: () => lateFrames++,
      });
    } finally {
      expected?.giveUp();
    }
  }

  async function spawnChild(spec: ParsedSpec, identity: Identity): Promise<AgentProcess> {
    const { cwd } = spec;
    const env = agentEnvironment(process.env, spec.inheritEnv, spec.env, {
      MUSTER_RUN: runToken,
      MUSTER_AGENT: identity.id,
      MUSTER_INCARNATION: String(identity.incarnation),
      MUSTER_TOKEN: identity.token,
      MUSTER_MAX_FRAME_BYTES: String(spec.maxFrameBytes),
      ...('modulePath' in spec ? { MUSTER_SOCKET: hub.socketPath } : {}),
    });
    try {
      if ('command' in spec) {
        return await spawnProcess(spec.command, spec.args, { env, cwd, stdin: 'pipe' });
      }
      const words = [...conditions, spec.modulePath, ...spec.args];
      return await spawnProcess(process.execPath, words, { env, cwd, stdin: 'ignore' });
    } catch (error) {
      roster.release(identity);
      const because = error instanceof Error ? error.message : String(error);
      throw new LaunchError(identity.id, 'spawn', because, undefined, error);
    }
  }

  /** Everything that must see a process from its first moment to its last. */
  function follow(
    child: AgentProcess,
    spec: ParsedSpec,
    identity: Identity,
    { onOutput }: LaunchOptions,
  ): Lifecycle {
    const ended = guard.watch(child.pid);
    const tail = keepTail(child.stderr, spec.stderrLines, (line) => onOutput?.(line, 'stderr'));
    if ('modulePath' in spec) keepTail(child.stdout, 0, (line) => onOutput?.(line, 'stdout'));
    const lifecycle = createLifecycle(child, tail);
    roster.enter(identity, lifecycle);
    void lifecycle.exited.then(ended);
    return lifecycle;
  }

  async function close(): Promise<void> {
    closing.abort(new Error('the launcher was closed'));
    const kills = [...roster.live].map((lifecycle) => lifecycle.kill('its launcher was closed'));
    // A launch whose process is only now coming to life sees the signal and ends it itself.
    await Promise.allSettled([...kills, ...underway]);
    await hub.close();
    await guard.close();
  }

  return {
    name: 'exec',
    launch,
    stats: () => {
      const { refusedConnections, lateHellos } = hub.stats();
      return {
        launched,
        failed,
        live: roster.live.size,
        refusedConnections,
        late: lateFrames + lateHellos,
      };
    },
    close: () => (closed ??= close()),
    [Symbol.asyncDispose]: () => (closed ??= close()),
  };
}

/** The directory, what cleans it up, and the socket in it: nothing may lie there unguarded. */
async function openRun(runToken: string): Promise<{ guard: OrphanGuard; hub: Hub }> {
  const directory = createRunDirectory();
  const guard = createOrphanGuard(runToken, directory);
  try {
    await guard.started;
    return { guard, hub: await createHub(socketPathIn(directory)) };
  } catch (error) {
    await guard.close();
    const because = error instanceof Error ? error.message : String(error);
    throw new Error(`no agents can be started here: ${because}`, { cause: error });
  }
}

function anySignal(first: AbortSignal, second: AbortSignal | undefined): AbortSignal {
  return second === undefined ? first : AbortSignal.any([first, second]);
}
