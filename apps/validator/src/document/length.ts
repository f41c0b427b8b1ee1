/** How many characters a line shows, counted as code points: a pair of surrogates is one. */
export function lengthOf(text: string): number {
  return charactersOf(text).length;
}

/** The characters of a text, none cut in half. */
export function charactersOf(text: string): readonly string[] {
  return Array.from(text);
}
