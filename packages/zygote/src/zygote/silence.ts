/** Notices when somebody who owes answers gives none. */
export interface Silence {
  /** An answer is owed from now on. */
  owe(answer: number): void;
  /** It has come, and with it proof of life. */
  hear(answer: number): void;
  /** Nothing is owed any more, whatever is said. */
  stop(): void;
}

/** Calls back when answers are owed and none has come for `ms`. */
export function watchSilence(ms: number, onSilence: () => void): Silence {
  const owed = new Set<number>();
  let heard = 0;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  const rest = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  const start = (): void => {
    timer ??= setTimeout(() => {
      const before = heard;
      // If it was this process that stood still, answers lie in the socket: they are read first.
      setImmediate(() => {
        if (timer === undefined) return;
        timer = undefined;
        if (heard === before) onSilence();
        else if (owed.size > 0) start();
      });
    }, ms);
  };

  return {
    owe: (answer) => {
      if (stopped) return;
      owed.add(answer);
      start();
    },
    hear: (answer) => {
      heard++;
      owed.delete(answer);
      if (owed.size === 0) rest();
      else timer?.refresh();
    },
    stop: () => {
      stopped = true;
      rest();
    },
  };
}
