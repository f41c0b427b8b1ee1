import { tailOf } from '../confidence.ts';
import { smallestBounded } from '../signed-rank.ts';

/** How many blocks an arm is selected on, the first ones, and on how many it is then confirmed. */
export interface BlockSplit {
  readonly select: number;
  readonly confirm: number;
}

/**
 * A third of the blocks to select an arm on and two thirds to confirm it, but never so few to confirm
 * on that an interval of the two-sided `confidence` would have an open end. A misplaced selection
 * costs a little of the effect, a confirmation that can prove nothing costs the claim. Fewer than one
 * block more than a confirmation takes is misuse.
 */
export function splitBlocks(blocks: number, confidence: number): BlockSplit {
  const fewest = smallestBounded(tailOf(confidence));
  if (!Number.isSafeInteger(blocks) || blocks <= fewest) {
    throw new TypeError(
      `\`blocks\` must be an integer above ${fewest}, the least that can confirm, got ${blocks}`,
    );
  }
  const select = Math.min(Math.round(blocks / 3), blocks - fewest);
  return { select, confirm: blocks - select };
}
