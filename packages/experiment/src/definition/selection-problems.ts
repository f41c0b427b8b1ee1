import { inputsOf, splitBlocks } from '@muster/analysis';
import { type Experiment, PROFILES } from './definition.ts';

/** Where an experiment, or one of the arms, has too few blocks to select on some and confirm on others. */
export function selectionProblems({
  arms,
  criteria,
  shown,
  design,
}: Experiment): readonly string[] {
  const selected = [...criteria, ...shown].filter(({ quantity }) => quantity.kind === 'selected');
  const { confidence, blocks } = design;
  // Wrong by themselves, which is told elsewhere.
  if (!(confidence > 0.5 && confidence < 1)) return [];
  return selected.flatMap(({ id, quantity }) =>
    PROFILES.flatMap((profile) => {
      const ofArms = inputsOf(quantity).map(({ arm }) => arms[arm]?.blocks?.[profile] ?? Infinity);
      const count = Math.min(blocks[profile], ...ofArms);
      const wrong = Number.isSafeInteger(count) && count > 0 && splitProblem(count, confidence);
      return wrong
        ? [
            `\`${count < blocks[profile] ? 'arms.*' : 'design'}.blocks.${profile}\` is too few for ${id}, which is selected: ${wrong}`,
          ]
        : [];
    }),
  );
}

function splitProblem(blocks: number, confidence: number): string | null {
  try {
    // As verdicts are one-sided, and intervals have two ends.
    splitBlocks(blocks, 1 - 2 * (1 - confidence));
    return null;
  } catch (error) {
    if (error instanceof TypeError) return error.message;
    throw error;
  }
}
