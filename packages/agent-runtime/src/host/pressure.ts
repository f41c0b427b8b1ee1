import { join } from 'node:path';
import { PROC_ROOT, readParsed, unlike, wholeNumber } from './proc-files.ts';
import { type Reading, shown } from './reading.ts';

/** How long tasks stood still for want of a resource. */
export interface Stall {
  /** Share of the time, 0..1, as an average decaying over 10 s. Too slow for a burst of 2 s. */
  readonly avg10Share: number;
  /** Since the machine started, in microseconds: the difference of two readings is exact. */
  readonly totalUs: number;
}

/** Pressure-stall information of one resource (Linux 4.20, where it is not switched off). */
export interface Pressure {
  /** While at least one task waited. */
  readonly some: Stall;
  /**
   * While all tasks that were not idle waited, so nothing was done. Null where the kernel gives none;
   * for the processor it is always 0 on the level of the machine, where it has no meaning.
   */
  readonly full: Stall | null;
}

/** The pressure on each resource of the machine. */
export interface HostPressure {
  readonly cpu: Reading<Pressure>;
  readonly memory: Reading<Pressure>;
  readonly io: Reading<Pressure>;
}

/** Reads the pressure on processor, memory and disks. */
export async function hostPressure(procRoot: string = PROC_ROOT): Promise<HostPressure> {
  const read = (resource: string): Promise<Reading<Pressure>> =>
    readParsed(join(procRoot, 'pressure', resource), parsePressure);
  const [cpu, memory, io] = await Promise.all([read('cpu'), read('memory'), read('io')]);
  return { cpu, memory, io };
}

/** Reads a /proc/pressure file: `some avg10=4.83 avg60=4.51 avg300=1.84 total=17744995`. */
export function parsePressure(text: string): Reading<Pressure> {
  const some = parseStall(text, 'some');
  // Before Linux 5.13 the processor has no such line; a line that is there must be readable.
  const full = /^full /m.test(text) ? parseStall(text, 'full') : null;
  if (some === undefined || full === undefined) return unlike('pressure-stall information', text);
  return shown({ some, full });
}

function parseStall(text: string, kind: 'some' | 'full'): Stall | undefined {
  const line = new RegExp(`^${kind} (.*)$`, 'm').exec(text)?.[1] ?? '';
  const avg10 = /(?:^| )avg10=(\d+(?:\.\d+)?)(?= |$)/.exec(line)?.[1];
  const totalUs = wholeNumber(/(?:^| )total=(\d+)(?= |$)/.exec(line)?.[1]);
  if (avg10 === undefined || totalUs === undefined) return undefined;
  return { avg10Share: Number(avg10) / 100, totalUs };
}
