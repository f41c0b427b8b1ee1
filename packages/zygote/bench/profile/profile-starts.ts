import type { AgentSpec, Launcher } from '@muster/agent-runtime';
import type { Stamps } from './stamps.ts';
import type { Start } from './steps.ts';

const now = (): number => Number(process.hrtime.bigint());

/** What the profiled agent tells. */
type Notes = Pick<Start, 'begun' | 'speaks' | 'served'>;

export interface ProfileOptions {
  readonly launcher: Launcher;
  readonly spec: AgentSpec;
  readonly readStamps: () => Stamps;
  /** When the last request was about to be sent. */
  readonly sendsNs: () => number;
  readonly count: number;
  /** Starts before those, thrown away. */
  readonly warmup: number;
}

/** Starts agents one by one and gathers the moments of each from all who took part. */
export async function profileStarts(options: ProfileOptions): Promise<readonly Start[]> {
  const starts: Start[] = [];
  for (let n = 0; n < options.warmup + options.count; n++) {
    const before = process.cpuUsage();
    const askedNs = now();
    const agent = await options.launcher.launch(options.spec);
    const readyNs = now();
    const own = process.cpuUsage(before);
    const stamps = options.readStamps();
    const sendsNs = options.sendsNs();
    const notes = (await agent.run(null)) as Notes;
    await agent.kill();
    if (n < options.warmup) continue;
    const coordinatorUs = own.user + own.system;
    starts.push({ ...stamps, askedNs, sendsNs, ...notes, readyNs, coordinatorUs });
  }
  return starts;
}

/** How long each start takes, in microseconds, one by one, with nothing stamped. */
export async function timeStarts(
  launcher: Launcher,
  spec: AgentSpec,
  count: number,
): Promise<readonly number[]> {
  const tookUs: number[] = [];
  for (let n = 0; n < count; n++) {
    const askedNs = now();
    const agent = await launcher.launch(spec);
    tookUs.push((now() - askedNs) / 1000);
    await agent.kill();
  }
  return tookUs;
}
