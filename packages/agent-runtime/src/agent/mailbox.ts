import { MailboxFullError, type TurnedAway } from '../errors.ts';

/** How much may wait for an agent, and what becomes of what comes when it is full. */
export interface MailboxLimits {
  /** Tasks and messages without an answer. */
  readonly most: number;
  /** Bytes of those among them that the agent has not begun to read. */
  readonly mostBytes: number;
  readonly whenFull: 'reject' | 'wait' | 'drop oldest';
}

export interface MailboxOptions extends MailboxLimits {
  readonly agentId: string;
  /** Writes to the agent. */
  readonly write: (line: string) => void;
  /** Whether what is written now would wait for the agent to read. */
  readonly isBlocked: () => boolean;
  /** Ends a request for want of room. `given` says whether the agent has it already. */
  readonly turnAway: (id: number, error: MailboxFullError, given: boolean) => void;
}

/**
 * What an agent has been asked and has not answered, oldest first: given to it while it reads, kept
 * here while it does not. So what an agent leaves unread never costs more than `mostBytes`, and can still be
 * withdrawn.
 */
export interface Mailbox {
  /** Gives a request to the agent, keeps it, or turns it or an older one away. */
  put(id: number, line: string): void;
  /** Takes a request back. False when the agent has it already. */
  withdraw(id: number): boolean;
  /** A request was answered; there is room. */
  answered(id: number): void;
  /** The agent has read what was written to it. */
  drained(): void;
}

/** An empty mailbox. */
export function createMailbox(options: MailboxOptions): Mailbox {
  const { agentId, most, mostBytes, whenFull, write } = options;
  const given = new Set<number>();
  const kept = new Map<number, { readonly line: string; readonly bytes: number }>();
  let keptBytes = 0;

  /** The oldest that would have to go before these bytes had room; undefined where they have. */
  const inTheWay = (bytes: number): number | undefined => {
    const [oldestKept] = kept.keys();
    const [oldest = oldestKept] = given;
    if (given.size + kept.size >= most) return oldest;
    return keptBytes + bytes > mostBytes ? oldestKept : undefined;
  };

  const withdraw = (id: number): boolean => {
    keptBytes -= kept.get(id)?.bytes ?? 0;
    return kept.delete(id);
  };

  const turnAway = (id: number, outcome: TurnedAway): void => {
    const wasGiven = given.delete(id);
    withdraw(id);
    options.turnAway(id, new MailboxFullError(agentId, most, mostBytes, outcome), wasGiven);
  };

  const give = (): void => {
    for (const [id, { line }] of kept) {
      if (options.isBlocked() || given.size >= most) break;
      withdraw(id);
      given.add(id);
      write(line);
    }
  };

  return {
    put: (id, line) => {
      if (kept.size === 0 && given.size < most && !options.isBlocked()) {
        given.add(id);
        write(line);
        return;
      }
      const bytes = Buffer.byteLength(line);
      for (;;) {
        const oldest = whenFull === 'wait' ? undefined : inTheWay(bytes);
        if (oldest === undefined) break;
        if (whenFull === 'reject') return turnAway(id, 'refused');
        turnAway(oldest, 'dropped');
      }
      kept.set(id, { line, bytes });
      keptBytes += bytes;
      give();
    },
    withdraw,
    answered: (id) => {
      if (given.delete(id)) give();
    },
    drained: give,
  };
}
