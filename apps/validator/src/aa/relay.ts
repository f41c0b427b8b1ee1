import { inert } from '../inert.ts';
import { EXPERIMENT_ID } from './experiment.ts';

const PLAIN_EVERY_MS = 5_000;
const ERASE_LINE = '\r\u001B[2K';

/** Where it is shown what the measuring process says. */
export interface RelayOutput {
  readonly write: (text: string) => void;
  /** One line that is rewritten, as on a terminal; otherwise a line now and then. */
  readonly live: boolean;
  readonly columns: number;
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
}

/** Shows a person what the measuring process says, line by line. */
export interface Relay {
  readonly onLine: (line: string) => void;
  /** Ends the live line, so that other text may follow. */
  readonly end: () => void;
}

/**
 * Its progress comes often, so it is thinned out. What it says of its files is not shown: its folder is
 * gone by then.
 */
export function createRelay({ write, live, columns, now }: RelayOutput): Relay {
  let shownAtMs = Number.NEGATIVE_INFINITY;
  let open = false;
  const end = (): void => {
    if (open) write(ERASE_LINE);
    open = false;
  };
  return {
    onLine: (line) => {
      const text = inert(withoutFiles(line));
      switch (kindOf(line)) {
        case 'progress':
          if (live) {
            // A line that wraps could not be erased.
            write(`${ERASE_LINE}${text.slice(0, Math.max(1, columns - 1))}`);
            open = true;
          } else if (now() - shownAtMs >= PLAIN_EVERY_MS) {
            write(`${text}\n`);
            shownAtMs = now();
          }
          return;
        case 'told':
          end();
          write(`${text}\n`);
          return;
        default:
      }
    },
    end,
  };
}

/** A run that others disturbed too much says where its trials are kept and how it is measured again. */
function withoutFiles(line: string): string {
  return line.startsWith(`${EXPERIMENT_ID}: only `)
    ? line.replace(
        / Nothing is published: .*/,
        ' Measure again when the machine is quiet, or with --keep-disturbed.',
      )
    : line;
}

function kindOf(line: string): 'progress' | 'told' | 'beside the point' {
  if (line.startsWith(`${EXPERIMENT_ID}  `)) return 'progress';
  const about = [`${EXPERIMENT_ID}: stopped;`, 'stopped before anything was measured'];
  return line.trim() === '' || about.some((each) => line.startsWith(each))
    ? 'beside the point'
    : 'told';
}
