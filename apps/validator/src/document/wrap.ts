import { charactersOf, lengthOf } from './length.ts';

/** Text as lines of at most `width` characters, broken between words; a longer word is cut. */
export function wrapWords(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((each) => cut(each, width))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (lengthOf(longer) <= width) {
      line = longer;
    } else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

function cut(word: string, width: number): readonly string[] {
  const characters = charactersOf(word);
  const parts = Math.max(1, Math.ceil(characters.length / width));
  return Array.from({ length: parts }, (_, at) =>
    characters.slice(at * width, (at + 1) * width).join(''),
  );
}
