import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

function readProc(path: string): string {
  try {
    return readFileSync(`/proc/${path}`, 'utf8');
  } catch {
    return '';
  }
}

interface Stat {
  readonly state: string;
  readonly parent: number;
  readonly group: number;
}

/** Undefined when there is no such process, not even its zombie. */
function statOf(pid: number): Stat | undefined {
  const stat = readProc(`${pid}/stat`);
  const [state = '', parent, group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return stat === '' ? undefined : { state, parent: Number(parent), group: Number(group) };
}

/** Whether a process runs. A zombie does not: who must reap it is its parent's affair. */
export function isRunning(pid: number): boolean {
  return !'ZX'.includes(statOf(pid)?.state ?? 'X');
}

function allPids(): readonly number[] {
  return readdirSync('/proc').map(Number).filter(Number.isInteger);
}

function running(): readonly number[] {
  return allPids().filter(isRunning);
}

/** Those that run. */
export function childrenOf(parent: number): readonly number[] {
  return running().filter((pid) => statOf(pid)?.parent === parent);
}

/** Children of any of these that have ended and wait to be reaped. */
export function zombiesOf(...parents: readonly number[]): readonly number[] {
  return allPids().filter((pid) => {
    const stat = statOf(pid);
    return stat?.state === 'Z' && parents.includes(stat.parent);
  });
}

/** How often its main thread has gone to sleep: once more each time that something wakes it. */
export function sleepsOf(pid: number): number {
  return Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(readProc(`${pid}/status`))?.[1]);
}

export function groupOf(group: number): readonly number[] {
  return running().filter((pid) => statOf(pid)?.group === group);
}

/** Who forked it: for a forked agent, its zygote. 0 when it is gone. */
export function parentOf(pid: number): number {
  return statOf(pid)?.parent ?? 0;
}

/** What it was started with; nothing when it is gone, or in the middle of an exec. */
export function environmentOf(pid: number): Readonly<Record<string, string>> {
  const pairs = readProc(`${pid}/environ`).split('\0').filter(Boolean);
  return Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
}

/** The token of the run that a process belongs to, which its descendants carry too. */
export function runTokenOf(pid: number): string {
  return environmentOf(pid)['MUSTER_RUN'] ?? '';
}

/** Every process that carries this run's token. */
export function processesOfRun(runToken: string): readonly number[] {
  return running().filter((pid) => runTokenOf(pid) === runToken);
}

/** The guards that watch over a directory: they name it on their command line. */
export function guardsOf(directory: string): readonly number[] {
  return running().filter((pid) => {
    const words = readProc(`${pid}/cmdline`).split('\0');
    return words.includes('muster-orphan-guard') && words.includes(directory);
  });
}

/** What each open descriptor of a process leads to, sockets and pipes by kind. */
export function openDescriptors(pid: number | 'self' = 'self'): readonly string[] {
  return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/${pid}/fd/${fd}`).replace(/:\[\d+\]$/, '')];
    } catch {
      return [];
    }
  });
}
