import type { AgentSpec, LaunchOptions } from '@muster/agent-runtime';
import { callable, checked, checkOptions } from '@muster/agent-runtime/check-options';
import { checkAgentId, parseSpec } from '@muster/agent-runtime/launcher-kit';
import { z } from 'zod';
import type { SpawnJob } from '../spawner.ts';

/** Looks at each agent that is wanted before the first is started. Throws TypeError by place and field. */
export function parseJobs(jobs: Iterable<SpawnJob>): readonly SpawnJob[] {
  if (typeof jobs?.[Symbol.iterator] !== 'function') {
    throw new TypeError(`\`jobs\` must be an array or another iterable, got ${typeof jobs}`);
  }
  const all = [...jobs];
  checkOptions(shapeOfJobs(), { jobs: all }, 'a burst’s');
  const places = new Map<string, number>();
  for (const [place, { id }] of all.entries()) {
    if (id === undefined) continue;
    const other = places.get(id);
    if (other !== undefined) {
      throw new TypeError(
        `\`jobs.${place}.id\` must differ from all others, got ${id} as in ${other}`,
      );
    }
    places.set(id, place);
  }
  return all;
}

function shapeOfJobs(): z.ZodType {
  // Hundreds share one spec as a rule.
  const known = new WeakSet<AgentSpec>();
  const checkOnce = (spec: AgentSpec): void => {
    if (known.has(spec)) return;
    parseSpec(spec);
    known.add(spec);
  };
  const job = z.strictObject({
    spec: checked<AgentSpec>(checkOnce),
    id: checked<string>(checkAgentId).optional(),
    onMessage: callable<NonNullable<LaunchOptions['onMessage']>>().optional(),
    onOutput: callable<NonNullable<LaunchOptions['onOutput']>>().optional(),
  });
  return z.strictObject({ jobs: z.array(job) });
}
