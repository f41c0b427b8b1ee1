import { formatRange, formatValue, intervalOf } from '@muster/analysis';
import type { ScalingDecision } from '../decision-schema.ts';
import type { Block } from './document.ts';

/** What was measured at each concurrency, beside the law that was fitted to it. */
export function scalingBlocks(scaling: ScalingDecision): readonly Block[] {
  const { statement, unit, levels, because, warnings } = scaling;
  if (levels.length === 0) return [{ kind: 'paragraph', text: `${statement}: ${because}.` }];
  return [
    { kind: 'paragraph', text: `${statement}: ${because}.` },
    {
      kind: 'table',
      head: ['at once', 'measured', 'by the law', 'interval'],
      rows: levels.map(({ concurrency, mean, expected, low, high, oversubscribed }) => {
        const law = intervalOf({ value: expected, low, high });
        return [
          `${concurrency}${oversubscribed ? ' (more than cores)' : ''}`,
          formatValue(mean, unit),
          formatValue(law.value, unit),
          formatRange(law.low, law.high, unit),
        ];
      }),
    },
    { kind: 'list', items: warnings.map((each) => `${scaling.id}: ${each}`) },
  ];
}
