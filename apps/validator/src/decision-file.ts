import { readFileSync } from 'node:fs';
import { type Decision, decisionSchema } from './decision-schema.ts';
import { inertJson } from './inert-json.ts';

/** Reads and checks a decision. Throws an error that names the file and every wrong field. */
export function readDecision(path: string): Decision {
  const parsed = decisionSchema.safeParse(parseJson(readFileSync(path, 'utf8'), path));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    (issue) => `- \`${issue.path.join('.')}\`: ${issue.message}`,
  );
  throw new Error(`${path} is no decision of this version:\n${problems.join('\n')}`);
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${path} is not JSON; write it again with: muster report`, { cause });
  }
}

/**
 * A decision as the text of its file, checked as a reader would check it. Characters that a terminal
 * may obey are escaped, since the text is also printed.
 */
export function decisionText(decision: Decision): string {
  return inertJson(decisionSchema.parse(decision));
}
