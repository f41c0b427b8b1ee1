import { type Experiment, PROFILES } from './definition.ts';

/** What is wrong with the blocks of arms that are not in all of them, one sentence each. */
export function armBlocksProblems({ arms, design }: Experiment): readonly string[] {
  return Object.entries(arms).flatMap(([arm, { blocks }]) =>
    blocks === undefined
      ? []
      : PROFILES.flatMap((profile) => problemsOf(profile, arm, blocks[profile], design)),
  );
}

function problemsOf(
  profile: (typeof PROFILES)[number],
  arm: string,
  blocks: number,
  design: Experiment['design'],
): readonly string[] {
  const most = design.blocks[profile];
  const problems: string[] = [];
  if (!(Number.isSafeInteger(blocks) && blocks >= 1 && blocks <= most)) {
    problems.push(
      `\`arms.${arm}.blocks.${profile}\` must be an integer from 1 to ${most}, got ${blocks}`,
    );
  }
  // At an early look nothing would be there of it, and what is about it would be invalid.
  const looks = design.looks[profile].length;
  if (looks > 1) {
    problems.push(`\`arms.${arm}.blocks.${profile}\` takes a design with one look, got ${looks}`);
  }
  return problems;
}
