import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { z } from 'zod';
import { sha256 } from '../files/digest.ts';
import { ResultFileError } from '../errors.ts';
import type { ExperimentPaths } from '../command/package-files.ts';
import { parseJournal, type JournalContents } from '../journal/parse-journal.ts';
import { readTextIfThere, replaceFile } from '../files/replace-file.ts';
import { RESULT_VERSION, resultSchema, type ExperimentResult } from './result-schema.ts';
import { strictJson } from '../files/strict-json.ts';

const WHAT_TO_DO = 'Measure the experiment again, or restore the file.';

/**
 * A result as the text of its file at `path`, checked as a reader would check it: what cannot be read
 * back, such as a number JSON does not carry, is an error here and never a file.
 */
export function resultText(path: string, result: ExperimentResult): string {
  const text = strictJson(result, { indent: 2 });
  parseResult(text, path);
  return `${text}\n`;
}

/** Writes a result in one step. */
export async function writeResult(path: string, result: ExperimentResult): Promise<void> {
  await replaceFile(path, resultText(path, result));
}

/**
 * Reads and checks a result. A ResultFileError names the file, the field, what was expected, what
 * came, and what to do.
 */
export async function readResult(path: string): Promise<ExperimentResult> {
  const text = await readTextIfThere(path);
  if (text === null) {
    throw new ResultFileError(`${path} is not there. Measure the experiment first.`, { path });
  }
  return parseResult(text, path);
}

/**
 * Reads the raw trials that belong to a result at `path`. Raw data with another digest than the one
 * the result was derived from are refused.
 */
export async function readRawTrials(
  path: string,
  result: ExperimentResult,
): Promise<JournalContents> {
  const rawPath = join(dirname(path), result.raw.file);
  let bytes: Buffer;
  try {
    bytes = await readFile(rawPath);
  } catch (cause) {
    throw new ResultFileError(
      `${rawPath}, the raw data of ${path}, cannot be read. ${WHAT_TO_DO}`,
      {
        path: rawPath,
        cause,
      },
    );
  }
  const contents = sha256(bytes) === result.raw.sha256 ? parseJournal(bytes, rawPath) : null;
  if (contents !== null) return contents;
  throw new ResultFileError(
    `${rawPath} is not what ${path} was derived from: its SHA-256 must be ${result.raw.sha256}, ` +
      `got ${sha256(bytes)}. ${WHAT_TO_DO}`,
    { path: rawPath },
  );
}

/**
 * The published result, if it is whole, was judged where its run was to end, and `differences` finds
 * nothing that sets it apart.
 */
export async function resultIfSame(
  paths: ExperimentPaths,
  differences: (result: ExperimentResult) => readonly string[],
): Promise<ExperimentResult | null> {
  return ifUsable(async () => {
    const result = await readResult(paths.result);
    await readRawTrials(paths.result, result);
    const { number, of, stop } = result.judgement.look;
    if (number === 0 || (number < of && stop === null)) return null;
    return differences(result).length === 0 ? result : null;
  });
}

/** What was published last, whatever it was measured with; null when there is nothing readable. */
export async function lastResult(paths: ExperimentPaths): Promise<ExperimentResult | null> {
  return ifUsable(() => readResult(paths.result));
}

async function ifUsable(
  read: () => Promise<ExperimentResult | null>,
): Promise<ExperimentResult | null> {
  try {
    return await read();
  } catch (error) {
    // What the system does not let be read is of no use either.
    const unreadable = error instanceof Error && 'syscall' in error;
    if (error instanceof ResultFileError || unreadable) return null;
    throw error;
  }
}

function parseResult(text: string, path: string): ExperimentResult {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (cause) {
    throw new ResultFileError(`${path} is not JSON. ${WHAT_TO_DO}`, { path, cause });
  }
  refuseOtherVersion(data, path);
  const parsed = resultSchema.safeParse(data, { reportInput: true });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `- ${describeIssue(issue)}`).join('\n');
  throw new ResultFileError(`${path} is not a result:\n${problems}\n${WHAT_TO_DO}`, {
    path,
    cause: parsed.error,
  });
}

function refuseOtherVersion(data: unknown, path: string): void {
  const version =
    typeof data === 'object' && data !== null && 'schemaVersion' in data
      ? data.schemaVersion
      : undefined;
  if (version === undefined || version === RESULT_VERSION) return;
  throw new ResultFileError(
    `${path}: \`schemaVersion\` must be ${RESULT_VERSION}, got ${JSON.stringify(version)}. ` +
      'Read it with the version of Muster that wrote it, or measure the experiment again.',
    { path },
  );
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const field = issue.path.length === 0 ? 'the whole' : `\`${issue.path.join('.')}\``;
  const got = JSON.stringify(issue.input) ?? 'nothing';
  return `${field}: ${issue.message}; got ${got.length > 80 ? `${got.slice(0, 80)}…` : got}`;
}
