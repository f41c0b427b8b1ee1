import { count, type Line, MEBIBYTE, mebibytes } from '../../../tooling/soak/lines.ts';
import type { Heard } from './heard.ts';
import type { Sample } from './sample.ts';
import { fittedRise } from './trend.ts';

/** All that a soak has found. */
export interface Findings {
  readonly node: string;
  readonly asked: number;
  readonly heard: Heard;
  /** One each time all users had left and all agents were idle. */
  readonly samples: readonly Sample[];
  /** Times the users had left and the pool did not fill up again. */
  readonly unfilled: number;
  /** Processes of the run after the pool and the launcher were closed. */
  readonly leftover: number;
  readonly leasesPerSecond: number;
}

/** Samples before everything has been compiled and each pool of memory has got its size. */
const WARM_UP_SHARE = 0.2;
/**
 * By how much memory may rise over the rest: compiled code comes and goes by as much, and V8 takes
 * room for young objects in steps of 16 MiB. Three bytes kept of each of a million leases are too much
 * for the heap, sixty outside it for the RSS.
 */
const MAX_RISE_BYTES = { heap: 2 * MEBIBYTE, rss: 48 * MEBIBYTE, agent: 8 * MEBIBYTE };

/** Judges what was found, a line for each thing that must be so. */
export function judge({ asked, heard, samples, unfilled, leftover }: Findings): Line[] {
  const some = (what: string, found: number): Line => ({
    what,
    found: String(found),
    must: 'some',
    met: found > 0,
  });
  const warm = samples.slice(Math.floor(samples.length * WARM_UP_SHARE));
  const flat = (what: string, of: (sample: Sample) => number): Line => {
    const [first, last] = [warm.at(0), warm.at(-1)].map((each) => each && of(each));
    return {
      what,
      found: first === undefined ? 'no sample' : `${first} to ${last}`,
      must: 'no more at the end',
      met: first !== undefined && last !== undefined && last <= first,
    };
  };
  const level = (what: string, of: (sample: Sample) => number, mostBytes: number): Line => {
    const riseBytes = fittedRise(
      warm.map(({ leases }) => leases),
      warm.map(of),
    );
    return {
      what,
      found: Number.isNaN(riseBytes)
        ? 'too few samples'
        : `${mebibytes(riseBytes)}, in the end ${mebibytes(warm.map(of).at(-1)!)}`,
      must: `at most ${mebibytes(mostBytes)}`,
      met: riseBytes <= mostBytes,
    };
  };
  return [
    count('leases', heard.leases, asked),
    count('acquires that never settled', heard.asked - heard.settled, 0),
    count('acquires that were refused', heard.refused, 0),
    some('acquires that their users gave up', heard.gaveUp),
    count('leases of an agent that was leased', heard.leasedTwice, 0),
    count('tasks answered, or lost with a killed agent', heard.answered + heard.lost, heard.leases),
    count('tasks that ended in another way', heard.wrong, 0),
    some('agents killed while leased', heard.killedLeased),
    some('agents killed while idle', heard.killedIdle),
    count('times the pool did not fill up again', unfilled, 0),
    flat('descriptors of the coordinator', (sample) => sample.descriptors),
    flat('processes below it, at rest', (sample) => sample.processes),
    count('processes left after close', leftover, 0),
    level('rise of the coordinator’s heap', (sample) => sample.heapBytes, MAX_RISE_BYTES.heap),
    level('rise of the coordinator’s RSS', (sample) => sample.rssBytes, MAX_RISE_BYTES.rss),
    level('rise of an agent’s PSS', (sample) => sample.agentBytes, MAX_RISE_BYTES.agent),
  ];
}
