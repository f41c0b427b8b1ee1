import { inertLine } from '../inert.ts';
import type { Block, Document } from './document.ts';
import { lengthOf } from './length.ts';
import { layTable } from './table.ts';
import { wrapWords } from './wrap.ts';

const WIDTH = 100;

/** A document as plain text for a terminal or a log: no colour, no cursor movement. */
export function renderText(document: Document): string {
  return `\n${document.map(renderBlock).join('\n\n')}\n`;
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case 'title':
      return underlined(block.text, '=');
    case 'heading':
      return underlined(block.text, '-');
    case 'paragraph':
      return lines(block.text, WIDTH).join('\n');
    case 'list':
      return block.items.map((item) => `- ${lines(item, WIDTH - 2).join('\n  ')}`).join('\n');
    default:
      return layTable(
        [block.head, ...block.rows].map((row) => row.map(inertLine)),
        WIDTH,
      );
  }
}

function underlined(text: string, rule: string): string {
  const wrapped = lines(text, WIDTH);
  const length = Math.max(...wrapped.map((line) => lengthOf(line)));
  return `${wrapped.join('\n')}\n${rule.repeat(length)}`;
}

function lines(text: string, width: number): readonly string[] {
  return wrapWords(inertLine(text), width);
}
