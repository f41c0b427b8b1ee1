/**
 * Data as the text of a JSON document that may be printed: characters that a terminal may obey are
 * escaped, which leaves the data as they are.
 */
export function inertJson(data: unknown): string {
  const text = JSON.stringify(data, null, 2);
  return `${text.replaceAll(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escaped)}\n`;
}

function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, at) => String.raw`\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');
}
