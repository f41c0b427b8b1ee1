import { splitBlocks } from '@muster/analysis';
import { type Experiment, PROFILES } from './definition.ts';

/** Where there are too few blocks to select an arm on some and confirm it on others. */
export function selectionProblems({ criteria, shown, design }: Experiment): readonly string[] {
  const selected = [...criteria, ...shown].filter(({ quantity }) => quantity.kind === 'selected');
  const { confidence, blocks } = design;
  // Wrong by themselves, which is told elsewhere.
  if (!(confidence > 0.5 && confidence < 1)) return [];
  return selected.flatMap(({ id }) =>
    PROFILES.flatMap((profile) => {
      const count = blocks[profile];
      const wrong = Number.isSafeInteger(count) && count > 0 && splitProblem(count, confidence);
      return wrong
        ? [`\`design.blocks.${profile}\` is too few for ${id}, which is selected: ${wrong}`]
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
