/** Notices when somebody who owes answers gives none. */
export interface Silence {
  /** An answer is owed from now on. */
  owe(answer: number): void;
  /** It has come, and with it proof of life. */
  hear(answer: number): void;
  stop(): void;
}

/** Calls back when answers are owed and none has come for `ms`. */
export function watchSilence(ms: number, onSilence: () => void): Silence {
  const owed = new Set<number>();
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  return {
    owe: (answer) => {
      owed.add(answer);
      timer ??= setTimeout(onSilence, ms);
    },
    hear: (answer) => {
      owed.delete(answer);
      if (owed.size === 0) stop();
      else timer?.refresh();
    },
    stop,
  };
}
