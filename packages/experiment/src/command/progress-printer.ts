import { advance, endsBlock, progressLine, type Progress, type ProgressEvent } from './progress.ts';

const PLAIN_EVERY_MS = 5_000;
const ERASE_LINE = '\r\u001B[2K';

/** Where progress is printed. */
export interface ProgressOutput {
  readonly write: (text: string) => void;
  /** One line that is rewritten, as on a terminal; otherwise plain lines, and few of them. */
  readonly live: boolean;
  /** Width of a live line. */
  readonly columns: number;
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
}

/** Prints the progress of one run. */
export interface ProgressPrinter {
  readonly onEvent: (event: ProgressEvent) => void;
  /** Tells something beside it, on a line of its own. */
  readonly say: (message: string) => void;
  /** Ends the live line, so that other text may follow. */
  readonly end: () => void;
}

/** A printer that starts from `initial`; plain lines come at block ends and at most every 5 s. */
export function createProgressPrinter(initial: Progress, output: ProgressOutput): ProgressPrinter {
  let progress = initial;
  let printedAtMs = output.now();
  return {
    onEvent: (event) => {
      progress = advance(progress, event);
      const line = progressLine(progress);
      if (output.live) {
        // A line that wraps could not be erased.
        output.write(`${ERASE_LINE}${line.slice(0, Math.max(1, output.columns - 1))}`);
        return;
      }
      if (endsBlock(progress, event) || output.now() - printedAtMs >= PLAIN_EVERY_MS) {
        output.write(`${line}\n`);
        printedAtMs = output.now();
      }
    },
    say: (message) => {
      output.write(`${output.live ? ERASE_LINE : ''}${message}\n`);
    },
    end: () => {
      if (output.live) output.write(ERASE_LINE);
    },
  };
}
