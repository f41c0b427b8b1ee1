import type { AgentStart, Launcher } from '@muster/agent-runtime';

/** How a launcher is opened, and how the handles of its agents must say that they came to be. */
export interface Way {
  readonly kind: AgentStart['kind'];
  readonly open: () => Promise<Launcher>;
}

/**
 * Opens a launcher and closes it, whatever happens between. An agent that came to be in another way
 * is killed and aborts the signal that `use` gets, and then this rejects with the reason, whatever
 * `use` makes of it: a fallback that nobody sees would be measured as what it is not.
 */
export async function insistOn(
  { kind, open }: Way,
  signal: AbortSignal,
  use: (launcher: Launcher, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  await using opened = await open();
  const wrong = new AbortController();
  const launch: Launcher['launch'] = async (spec, options) => {
    const agent = await opened.launch(spec, options);
    const { start } = agent;
    if (start.kind === kind) return agent;
    const because = start.kind === 'cold' ? start.because : undefined;
    const error = new Error(
      `${agent.id} must be ${kind} and is ${start.kind}${because === undefined ? '' : `: ${because}`}`,
    );
    wrong.abort(error);
    await agent.kill('it came to be in the wrong way');
    throw error;
  };
  const insisting: Launcher = {
    name: opened.name,
    launch,
    sightings: () => opened.sightings(),
    stats: () => opened.stats(),
    close: () => opened.close(),
    [Symbol.asyncDispose]: () => opened.close(),
  };
  try {
    await use(insisting, AbortSignal.any([signal, wrong.signal]));
  } finally {
    // A pool tries again after a failed start, and what came of that must not hide the reason.
    wrong.signal.throwIfAborted();
  }
}
