const C0_PICTURES = 0x2400;
const DELETE = 0x7f;
const DELETE_PICTURE = '\u2421';
const UNPRINTABLE = '\ufffd';

/**
 * Text of unknown origin, made safe to print: a control character becomes a visible picture of
 * itself, and characters that reorder or hide others become U+FFFD. Line feeds stay. Without this,
 * an agent's error text could move the cursor, rename the window or forge a verdict.
 */
export function inert(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n/g, '\n')
    .replaceAll(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, pictureOf);
}

/** The same on one line, runs of white space as one space. */
export function inertLine(text: string): string {
  return inert(text.replaceAll(/\s+/g, ' ').trim());
}

function pictureOf(character: string): string {
  const code = character.codePointAt(0) ?? DELETE;
  if (code < 0x20) return String.fromCodePoint(C0_PICTURES + code);
  return code === DELETE ? DELETE_PICTURE : UNPRINTABLE;
}
