import type { Arrival } from './arrival.ts';
import type { Channel } from './channel.ts';
import type { AgentExit } from '../agent/agent.ts';
import type { Clock } from '../clock.ts';
import { describeExit, LaunchError, type LaunchPhase } from '../errors.ts';
import { EXIT_AFTER_CLOSE_MS, type Lifecycle } from '../agent/lifecycle.ts';
import { type HelloFrame, ProtocolError } from '../protocol/frames.ts';

export interface HandshakeOptions {
  readonly agentId: string;
  readonly lifecycle: Lifecycle;
  /** Resolves with the agent's hello; rejects with what was wrong about it. */
  readonly arrival: Promise<Arrival>;
  readonly helloDeadlineMs: number;
  readonly readyDeadlineMs: number;
  /** Which build the agent must say that it is; undefined where any will do. */
  readonly build: string | undefined;
  /** Aborting kills the process, and rejects with the reason. */
  readonly signal: AbortSignal | undefined;
  /** As `signal`, except that whoever aborts it must also kill the process. */
  readonly closing: AbortSignal;
  readonly clock: Clock;
}

export interface Handshake extends Arrival {
  readonly helloAtMs: number;
  readonly readyAtMs: number;
}

/**
 * Waits for hello and ready of a process that was just started. When either fails, the process is
 * killed and gone before this rejects with `LaunchError`, or with the reason of the signal.
 */
export async function shakeHands(options: HandshakeOptions): Promise<Handshake> {
  const { arrival, helloDeadlineMs, lifecycle, readyDeadlineMs, signal } = options;
  // Once for all steps, and not on `closing`: of the launches of a burst, which share their signals,
  // each listener is compared with all others. The exit that follows ends the step.
  const onAbort = (): void => void lifecycle.kill('the launch was aborted', signal?.reason);
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const hello = await step(options, 'hello', helloDeadlineMs, arrival);
    const fault = buildFault(hello.value.hello, options.build);
    if (fault !== undefined) return await fail(options, 'hello', fault.message, fault);
    const ready = await step(options, 'ready', readyDeadlineMs, readyFrame(hello.value.channel));
    if (isAborted(options)) await abandon(options);
    return { ...hello.value, helloAtMs: hello.atMs, readyAtMs: ready.atMs };
  } catch (error) {
    // Also where the hello came too late to be of use: nobody else would close its connection.
    void arrival.then(
      ({ channel }) => channel.destroy(),
      () => undefined,
    );
    throw error;
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}

/** An agent forked from a process that was started before an upgrade runs what was there then. */
function buildFault(hello: HelloFrame, wanted: string | undefined): ProtocolError | undefined {
  if (wanted === undefined || hello.build === wanted) return undefined;
  const said =
    hello.build === undefined ? 'does not say which build it is' : `is build ${hello.build}`;
  return new ProtocolError('wrong build', `the agent ${said}, and build ${wanted} is wanted`);
}

function readyFrame(channel: Channel): Promise<void> {
  return new Promise((resolve, reject) => {
    channel.once((frame) => {
      if (frame.type === 'ready') resolve();
      else reject(new ProtocolError('out of order', `${frame.type} before ready`));
    });
    void channel.ended.then((fault) =>
      reject(fault ?? new Error('its channel closed before ready')),
    );
  });
}

type Outcome<T> = AgentExit | 'late' | { readonly value: T } | { readonly error: unknown };

/** The value of one step, and when it came, unless exit, deadline, abort or a fault come first. */
async function step<T>(
  options: HandshakeOptions,
  phase: 'hello' | 'ready',
  deadlineMs: number,
  awaited: Promise<T>,
): Promise<{ readonly value: T; readonly atMs: number }> {
  const { lifecycle } = options;
  let timer: NodeJS.Timeout | undefined;
  const outcome = new Promise<Outcome<T>>((resolve) => {
    timer = setTimeout(() => resolve('late'), deadlineMs);
    awaited.then(
      (value) => resolve({ value }),
      (error: unknown) => resolve({ error }),
    );
    void lifecycle.exited.then(resolve);
  });
  const first = isAborted(options) ? undefined : await outcome;
  clearTimeout(timer);
  // Asked again: an abort between the event and here has killed the process already.
  if (first === undefined || isAborted(options)) return abandon(options);
  if (first === 'late') return fail(options, phase, `no ${phase} within ${deadlineMs} ms`);
  if ('code' in first) return exitedInstead(options, phase);
  if ('error' in first) return failOrExit(options, phase, first.error);
  lifecycle.advance(phase);
  return { value: first.value, atMs: options.clock.now() };
}

function isAborted({ signal, closing }: HandshakeOptions): boolean {
  return closing.aborted || signal?.aborted === true;
}

async function abandon({ lifecycle, signal, closing }: HandshakeOptions): Promise<never> {
  const { reason } = signal?.aborted === true ? signal : closing;
  await lifecycle.kill('the launch was aborted', reason);
  throw reason;
}

/** An agent that dies closes its channel first: its exit is then the better story. */
async function failOrExit(
  options: HandshakeOptions,
  phase: LaunchPhase,
  error: unknown,
): Promise<never> {
  if (!(error instanceof ProtocolError)) await options.lifecycle.settle(EXIT_AFTER_CLOSE_MS);
  if (options.lifecycle.state.kind === 'exited') return exitedInstead(options, phase, error);
  return fail(options, phase, error instanceof Error ? error.message : String(error), error);
}

async function exitedInstead(
  { agentId, lifecycle }: HandshakeOptions,
  phase: LaunchPhase,
  cause?: unknown,
): Promise<never> {
  const exit = await lifecycle.exited;
  throw new LaunchError(agentId, phase, describeExit(exit), exit, cause);
}

async function fail(
  { agentId, lifecycle }: HandshakeOptions,
  phase: LaunchPhase,
  because: string,
  cause?: unknown,
): Promise<never> {
  const exit = await lifecycle.kill(because, cause);
  throw new LaunchError(agentId, phase, because, exit, cause);
}
