import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSupervisor, EscalationError, type Restart, type Strategy } from '../src/index.ts';
import { createScriptedLauncher, type ScriptedLauncher } from './fixtures/scripted-launcher.ts';

const IDS = ['a', 'b', 'c', 'd'];

type Deed =
  | { readonly kind: 'die'; readonly id: string; readonly code: number }
  | { readonly kind: 'plan'; readonly plan: ScriptedLauncher['plan'] }
  | { readonly kind: 'ask'; readonly id: string; readonly patience: 'for ever' | 'none' }
  | { readonly kind: 'wait'; readonly ms: number };

const id = fc.constantFrom(...IDS);
const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ kind: fc.constant('die'), id, code: fc.nat({ max: 1 }) }),
  fc.record({ kind: fc.constant('plan'), plan: fc.constantFrom('succeed', 'fail', 'hang') }),
  fc.record({ kind: fc.constant('ask'), id, patience: fc.constantFrom('for ever', 'none') }),
  fc.record({ kind: fc.constant('wait'), ms: fc.nat({ max: 3 }) }),
);

/** Throws when a step breaks an order that must hold at every moment. */
function replay(steps: readonly string[], strategy: Strategy): readonly string[] {
  const live: string[] = [];
  for (const step of steps) {
    const [what, who] = step.split(' ') as [string, string];
    // Those that may depend on it must not live through its restart.
    const mayNotLive = strategy === 'one_for_one' ? [who] : IDS.slice(IDS.indexOf(who));
    if (what === 'start' && live.some((other) => mayNotLive.includes(other))) {
      throw new Error(`${step} with ${live.join()} alive`);
    }
    if (what === 'ready') live.push(who);
    if (what === 'gone') live.splice(live.indexOf(who), 1);
  }
  return live;
}

test('whatever dies, fails or hangs: no child is started twice, and all who wait are answered', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<Strategy>('one_for_one', 'one_for_all', 'rest_for_one'),
      fc.array(fc.constantFrom<Restart>('permanent', 'transient', 'temporary'), {
        minLength: IDS.length,
        maxLength: IDS.length,
      }),
      fc.constantFrom(0, 3, Infinity),
      fc.array(deed, { maxLength: 25 }),
      async (strategy, restarts, maxRestarts, deeds) => {
        const scripted = createScriptedLauncher();
        const supervisor = await createSupervisor({
          launcher: scripted.launcher,
          strategy,
          children: IDS.map((child, index) => ({
            id: child,
            spec: { command: 'scripted' },
            restart: restarts[index],
          })),
          intensity: { maxRestarts, withinMs: 60_000 },
          backoff: { firstMs: 1, longestMs: 1 },
        });
        const asked: Promise<unknown>[] = [];

        for (const one of deeds) {
          if (one.kind === 'die') scripted.live.get(one.id)?.die({ code: one.code });
          if (one.kind === 'plan') scripted.plan = one.plan;
          if (one.kind === 'wait') await new Promise((resolve) => setTimeout(resolve, one.ms));
          if (one.kind === 'ask') {
            const signal = one.patience === 'none' ? AbortSignal.timeout(0) : undefined;
            asked.push(Promise.allSettled([supervisor.agent(one.id, { signal })]));
          }
        }
        await supervisor.close();
        const error = await supervisor.ended;
        await Promise.all(asked);

        expect(replay(scripted.steps, strategy)).toEqual([]);
        for (const { state, lastDeath } of supervisor.children()) {
          // The launcher refuses a second start of one id with TypeError.
          expect(lastDeath?.error).not.toBeInstanceOf(TypeError);
          expect(['ended', 'parked']).toContain(state.kind);
        }
        if (error === undefined) return;
        expect(error).toBeInstanceOf(EscalationError);
        expect(error.deaths).toHaveLength(maxRestarts + 1);
      },
    ),
    { numRuns: 150 },
  );
});
