import { inertLine } from '../inert.ts';
import type { Block, Document } from './document.ts';

/** A document as Markdown. What came from measured code is escaped, so it cannot become markup. */
export function renderMarkdown(document: Document): string {
  return `${document.map(renderBlock).join('\n\n')}\n`;
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case 'title':
      return `# ${escape(block.text)}`;
    case 'heading':
      return `## ${escape(block.text)}`;
    case 'paragraph':
      return escapeLine(block.text);
    case 'list':
      return block.items.map((item) => `- ${escapeLine(item)}`).join('\n');
    default:
      return [block.head, block.head.map(() => '---'), ...block.rows]
        .map((row) => `| ${row.map(escape).join(' | ')} |`)
        .join('\n');
  }
}

function escape(text: string): string {
  return (
    inertLine(text)
      .replaceAll(/[\\`*_[\]<>|#&~@]/g, String.raw`\$&`)
      // GitHub makes links of bare addresses.
      .replaceAll('://', String.raw`\://`)
      .replaceAll(/\b(www)\./gi, String.raw`$1\.`)
  );
}

/** At the start of a line, some characters more begin a list, a rule or a heading. */
function escapeLine(text: string): string {
  return escape(text)
    .replace(/^[-+=]/, String.raw`\$&`)
    .replace(/^(\d+)([.)])(?=\s|$)/, String.raw`$1\$2`);
}
