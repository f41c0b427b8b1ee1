import { type Experiment, planOf, type Slot } from '@muster/experiment';
import type { Scripted } from '@muster/experiment/scripted';
import { describe, expect, test } from 'vitest';
import { decide } from '../src/decide.ts';
import { decisionText } from '../src/decision-file.ts';
import { renderText } from '../src/document/terminal.ts';
import { documentOf } from '../src/document/model.ts';
import { experimentOf } from '../src/recorded-experiment.ts';
import { exampleExperiment } from './support/example.ts';
import { firstSprint, recordExperiment } from './support/recorded.ts';

const example = exampleExperiment();
const trial = (): Promise<void> => Promise.reject(new Error('scripted, not run'));
const experiment: Experiment = {
  ...example,
  metrics: { ...example.metrics, one: rate(), two: rate(), four: rate() },
  arms: { ...example.arms, curve: { about: 'more and more at once', trial, blocks: ofAll(5) } },
  scaling: [
    {
      id: 'starts',
      statement: 'Agents ready per second',
      points: [
        { concurrency: 1, metric: 'one', arm: 'curve' },
        { concurrency: 2, metric: 'two', arm: 'curve' },
        { concurrency: 4, metric: 'four', arm: 'curve' },
      ],
    },
  ],
};

function rate() {
  return { unit: 'agents/s', about: 'agents ready per second', summary: 'single' } as const;
}

function ofAll(blocks: number) {
  return { quick: blocks, standard: blocks, full: blocks };
}

const measured = ({ arm, block }: Slot): Scripted => {
  if (arm !== 'curve') return { observes: { readyMs: arm === 'cold' ? 30 : 10, hitRate: 0.9 } };
  const noise = [0, 3, 1, 4, 2, 5][block]!;
  return { observes: { one: 100 + noise, two: 170 - noise, four: 260 + noise } };
};

async function pageOf(script: (slot: Slot) => Scripted): Promise<string> {
  const recorded = { sprint: firstSprint(), ...(await recordExperiment(experiment, script)) };
  const decision = decide([recorded]);
  expect(JSON.parse(decisionText(decision))).toEqual(decision);
  return renderText(documentOf(decision));
}

describe('a throughput over concurrency', () => {
  test('is told beside the points it was fitted to, with what lies beyond the cores', async () => {
    const page = await pageOf(measured);
    expect(page).toMatch(
      /Agents ready per second: follows Amdahl's law, one at a time \S+ % \(.*\) of the\s+work; .*nothing is said\s+beyond 8, twice the most that was measured\./s,
    );
    expect(page).toMatch(/^ {2}1 +10\d agents\/s +10\d agents\/s/m);
    expect(page).toMatch(/^ {2}4 \(more than cores\) +26\d agents\/s +26\d agents\/s/m);
    expect(page).toContain(
      '- starts: above 2 cores this measures oversubscription, not scalability: 4',
    );
    expect(page).toContain('Not in all of 6 blocks, by plan: curve in 5.');
  });

  test('is said not to be measured where a run of it failed', async () => {
    const page = await pageOf((slot) =>
      slot.arm === 'curve' && slot.block === 3
        ? { outcome: 'failed', because: 'EAGAIN' }
        : measured(slot),
    );
    expect(page).toContain(
      'Agents ready per second: not measured, arm curve in block 3 failed: EAGAIN.',
    );
  });
});

test('a recorded experiment has the plan it was measured with, fewer blocks included', async () => {
  const { result } = await recordExperiment(experiment, measured);
  expect(planOf(experimentOf(result), 'standard').planHash).toBe(result.planHash);
});
