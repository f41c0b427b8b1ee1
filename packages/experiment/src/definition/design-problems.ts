import { planLooks } from '@muster/analysis';
import { PROFILES, type Experiment } from './definition.ts';

/** What is wrong with a design, one sentence each. */
export function designProblems({ design }: Experiment): string[] {
  const problems: string[] = [];
  const confidenceIsRight = design.confidence > 0.5 && design.confidence < 1;
  if (!confidenceIsRight) {
    problems.push(`\`design.confidence\` must be between 0.5 and 1, got ${design.confidence}`);
  }
  for (const profile of PROFILES) {
    const blocks = design.blocks[profile];
    if (!Number.isSafeInteger(blocks) || blocks < 1) {
      problems.push(`\`design.blocks.${profile}\` must be a positive integer, got ${blocks}`);
      continue;
    }
    const spare = design.spareBlocks[profile];
    if (!Number.isSafeInteger(spare) || spare < 0) {
      problems.push(
        `\`design.spareBlocks.${profile}\` must be an integer of at least 0, got ${spare}`,
      );
    }
    const wrong = looksProblem(design.looks[profile], blocks, design.confidence);
    if (confidenceIsRight && wrong !== null) {
      problems.push(`\`design.looks.${profile}\` cannot be planned: ${wrong}`);
    }
  }
  if (!Number.isSafeInteger(design.warmupBlocks) || design.warmupBlocks < 0) {
    problems.push(
      `\`design.warmupBlocks\` must be an integer of at least 0, got ${design.warmupBlocks}`,
    );
  }
  if (!Number.isSafeInteger(design.seed)) {
    problems.push(`\`design.seed\` must be an integer, got ${design.seed}`);
  }
  for (const field of ['trialDeadlineMs', 'abortGraceMs'] as const) {
    // Beyond 2^31 - 1 ms a timer fires at once instead of late.
    if (!(design[field] > 0 && design[field] < 2 ** 31)) {
      problems.push(`\`design.${field}\` must be above 0 and below 2^31, got ${design[field]}`);
    }
  }
  for (const field of ['maxStealRatio', 'maxForeignRatio'] as const) {
    // What is out of range was given, and what is given holds for all profiles.
    const ratio = design.host.full[field];
    if (!(ratio >= 0 && ratio <= 1)) {
      problems.push(`\`design.host.${field}\` must be from 0 to 1, got ${ratio}`);
    }
  }
  return problems;
}

/** Why runs cannot be judged after these numbers of blocks; null when they can. */
export function looksProblem(
  looks: readonly number[],
  blocks: number,
  confidence: number,
): string | null {
  try {
    planLooks(looks, confidence);
  } catch (error) {
    if (error instanceof TypeError) return error.message;
    throw error;
  }
  return looks.at(-1) === blocks
    ? null
    : `the last look must be at all ${blocks} blocks, got ${looks.at(-1)}`;
}
