export interface Progress {
  report(done: number): void;
  end(): void;
}

/** Tells on standard error how far a soak is and how long it will take: live, or every tenth of the way. */
export function createProgress(total: number, noun: string, now: () => number): Progress {
  const { stderr } = process;
  const startedAtMs = now();
  let toldAtMs = startedAtMs;
  let tenth = 0;

  const line = (done: number): string => {
    const elapsedMs = now() - startedAtMs;
    const leftSeconds = Math.ceil(((elapsedMs / done) * (total - done)) / 1000);
    return `${done} of ${total} ${noun}, ${leftSeconds} s left`;
  };
  return {
    report: (done) => {
      if (stderr.isTTY) {
        if (now() - toldAtMs < 100 && done < total) return;
        toldAtMs = now();
        stderr.write(`\r\u001B[2K${line(done)}`);
      } else if (Math.floor((done / total) * 10) > tenth) {
        tenth = Math.floor((done / total) * 10);
        stderr.write(`${line(done)}\n`);
      }
    },
    end: () => void (stderr.isTTY && stderr.write('\r\u001B[2K')),
  };
}
