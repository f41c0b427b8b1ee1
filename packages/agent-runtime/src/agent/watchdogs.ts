import type { Clock } from '../clock.ts';
import { WedgedError } from '../errors.ts';
import type { AgentFrame } from '../protocol/frames.ts';
import { createSilenceWatch, type SilenceWatch } from './silence.ts';

/** How an agent is found to be wedged: alive by the kernel's account, and of no use. */
export interface WatchdogLimits {
  readonly heartbeat?: { readonly everyMs: number; readonly missedMs: number } | undefined;
  readonly inactivityMs?: number | undefined;
}

export interface WatchdogOptions extends WatchdogLimits {
  readonly agentId: string;
  readonly clock: Clock;
  /** Sends the agent a ping that no caller waits for. */
  readonly beat: () => void;
  /** Hears once, and then nothing is watched any more. */
  readonly onWedged: (error: WedgedError) => void;
}

/** Who asks an agent whether it is well, and who sees whether it gets on with its work. */
export interface Watchdogs {
  /** A frame came from the agent. */
  heard(type: AgentFrame['type']): void;
  /** A heartbeat was answered. False when none was under way. */
  answered(): boolean;
  /** How much the agent has yet to answer. */
  owes(answers: number): void;
  end(): void;
}

/** Begins to watch over a ready agent. */
export function createWatchdogs(options: WatchdogOptions): Watchdogs {
  const { agentId, heartbeat, inactivityMs, clock, beat } = options;
  let beating: NodeJS.Timeout | undefined;
  let beatUnderWay = false;

  const watch = (ms: number, because: string): SilenceWatch =>
    createSilenceWatch(ms, clock, () => {
      end();
      options.onWedged(new WedgedError(agentId, because));
    });
  const pulse = heartbeat && watch(heartbeat.missedMs, `no heartbeat for ${heartbeat.missedMs} ms`);
  const progress =
    inactivityMs === undefined
      ? undefined
      : watch(inactivityMs, `owes an answer and was silent for ${inactivityMs} ms`);
  if (heartbeat !== undefined) {
    beating = setInterval(() => {
      if (beatUnderWay) return;
      beatUnderWay = true;
      pulse?.begin();
      beat();
    }, heartbeat.everyMs).unref();
  }

  function end(): void {
    clearInterval(beating);
    pulse?.end();
    progress?.end();
  }

  return {
    heard: (type) => {
      pulse?.heard();
      // An event loop that turns is a heartbeat, but no progress.
      if (type !== 'pong') progress?.heard();
    },
    answered: () => {
      if (!beatUnderWay) return false;
      beatUnderWay = false;
      pulse?.end();
      return true;
    },
    owes: (answers) => (answers > 0 ? progress?.begin() : progress?.end()),
    end,
  };
}
