import { fileURLToPath } from 'node:url';
import { hostPressure } from '@muster/agent-runtime/host';
import { ZygoteUnavailableError } from '../errors.ts';
import type { ForkedProcess } from '../zygote/forked-process.ts';
import type { Zygote } from '../zygote/zygote.ts';

const SOURCE = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const PROBE = fileURLToPath(new URL(`probe.${SOURCE}`, import.meta.url));
/** What the probe ends with when all is well: not a code that anything ends with by chance. */
export const PASSED = 37;
/** From this share of the time on in which somebody waited for a processor, a late probe gets more. */
const BUSY_SHARE = 0.3;
const PATIENCE = 5;

export interface SelfTestOptions {
  /** The probe. @default Muster's own */
  readonly module?: string;
  /** How long it may take; on a machine whose processors are taken, five times as long. @default 2000 */
  readonly deadlineMs?: number;
}

/**
 * Forks a probe that does what agents do: a Node that forks badly shall fail here, and not in an
 * agent. Closes the zygote and rejects with ZygoteUnavailableError when the probe fails or is late.
 */
export async function selfTest(
  zygote: Zygote,
  env: Readonly<Record<string, string>>,
  { module = PROBE, deadlineMs = 2_000 }: SelfTestOptions = {},
): Promise<void> {
  try {
    const probe = await zygote.fork({ module, env });
    const said: string[] = [];
    probe.stdout.resume();
    probe.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
    const late = await endsInTime(probe, deadlineMs);
    const { code, signal } = await probe.ended;
    if (code === PASSED) return;
    const how = late ?? (signal === null ? `it ended with code ${code}` : `it ended by ${signal}`);
    throw new Error([how, ...said].join(': ').trim());
  } catch (error) {
    await zygote.close();
    const because = error instanceof Error ? error.message : String(error);
    throw new ZygoteUnavailableError(`a forked process failed its self-test, ${because}`, error);
  }
}

/** Waits for the probe's end, and brings it about when it is late: then says so. */
async function endsInTime(probe: ForkedProcess, deadlineMs: number): Promise<string | undefined> {
  const stalledBeforeMs = await stalledMs();
  if (await endsWithin(probe, deadlineMs)) return undefined;
  const stalledShare = ((await stalledMs()) - stalledBeforeMs) / deadlineMs;
  if (stalledShare >= BUSY_SHARE && (await endsWithin(probe, deadlineMs * (PATIENCE - 1)))) {
    return undefined;
  }
  probe.signal('SIGKILL');
  return `it was not done within ${deadlineMs} ms`;
}

async function endsWithin(probe: ForkedProcess, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    // Its end may have been told while this process stood still: what has come in is read first.
    timer = setTimeout(() => setImmediate(resolve, false), ms);
  });
  const inTime = await Promise.race([probe.ended.then(() => true), late]);
  clearTimeout(timer);
  return inTime;
}

/** How long, since the machine started, somebody waited for a processor; 0 where it does not show that. */
async function stalledMs(): Promise<number> {
  const { cpu } = await hostPressure();
  return cpu.shown ? cpu.value.some.totalUs / 1000 : 0;
}
