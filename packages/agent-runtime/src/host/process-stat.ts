import { readdir } from 'node:fs/promises';
import { mapBounded } from './map-bounded.ts';
import { readOfProcess, readText, unlike, wholeNumber } from './proc-files.ts';
import { notShown, type Reading, shown } from './reading.ts';

/** What Muster takes from one line of /proc/PID/stat (proc_pid_stat(5)). Times in clock ticks. */
export interface ProcessStat {
  readonly pid: number;
  readonly parentPid: number;
  /** One letter: R running, S sleeping, D in an uninterruptible wait, Z ended but not yet reaped. */
  readonly state: string;
  readonly userTicks: number;
  readonly systemTicks: number;
  /** Of its children that have ended and were waited for, and of theirs. */
  readonly reapedUserTicks: number;
  readonly reapedSystemTicks: number;
  /** When it began, since the machine did: with the pid, it names one process for good. */
  readonly startTicks: number;
}

/** The thread pool has four threads by default; more reads at once only hold descriptors open. */
const READS_AT_ONCE = 8;

/**
 * Reads one stat line. A process chooses its own name, the second field, and may put spaces,
 * parentheses and line ends into it: `a) R 1 (b`. No later field can hold a parenthesis, so the
 * last one closes the name.
 */
export function parseProcessStat(text: string): Reading<ProcessStat> {
  const open = text.indexOf(' (');
  const close = text.lastIndexOf(')');
  if (open < 0 || close < open) return unlike('process status', text);
  // The first of these is field 3 of the manual page: field n is at n - 3.
  const fields = text
    .slice(close + 1)
    .trim()
    .split(' ');
  const state = fields[0];
  const pid = wholeNumber(text.slice(0, open));
  const parentPid = wholeNumber(fields[1]);
  const userTicks = wholeNumber(fields[11]);
  const systemTicks = wholeNumber(fields[12]);
  const reapedUserTicks = wholeNumber(fields[13]);
  const reapedSystemTicks = wholeNumber(fields[14]);
  const startTicks = wholeNumber(fields[19]);
  if (
    pid === undefined ||
    parentPid === undefined ||
    state === undefined ||
    userTicks === undefined ||
    systemTicks === undefined ||
    reapedUserTicks === undefined ||
    reapedSystemTicks === undefined ||
    startTicks === undefined
  ) {
    return unlike('process status', text);
  }
  return shown({
    pid,
    parentPid,
    state,
    userTicks,
    systemTicks,
    reapedUserTicks,
    reapedSystemTicks,
    startTicks,
  });
}

/**
 * Every process that this one may see, in one pass. Not one instant: a process that ends meanwhile
 * is left out, one that starts meanwhile may be missing.
 */
export async function scanProcesses(procRoot: string): Promise<Reading<readonly ProcessStat[]>> {
  let names: string[];
  try {
    names = await readdir(procRoot);
  } catch {
    // Asking for a file that must be there gives the reason in the same words as everywhere else.
    const missing = await readText(procRoot);
    return missing.shown ? notShown(`${procRoot} is no directory`) : missing;
  }
  const pids = names.map(wholeNumber).filter((pid) => pid !== undefined);
  const stats = await mapBounded(pids, READS_AT_ONCE, async (pid) => {
    const text = await readOfProcess(procRoot, pid, 'stat');
    // Another user's process that is hidden cannot be told from one that has ended; it is none of
    // ours, since agents run as the user who started them.
    return text === 'gone' || !text.shown ? text : parseProcessStat(text.value);
  });
  const readable = stats.flatMap((stat) => (stat !== 'gone' && stat.shown ? [stat.value] : []));
  return readable.length > 0 ? shown(readable) : notShown(`${procRoot} shows no process`);
}
