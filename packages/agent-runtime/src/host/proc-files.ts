import { readFileSync } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { notShown, type Reading, shown } from './reading.ts';

/** Where Linux mounts its process information. */
export const PROC_ROOT = '/proc';

/** The text of a file of the kernel's. */
export async function readText(path: string): Promise<Reading<string>> {
  try {
    return shown(await readFile(path, 'utf8'));
  } catch (error) {
    return notShown(explain(path, codeOf(error)));
  }
}

/** A file put through its parser; when the parser refuses, the reason names the file. */
export async function readParsed<T>(
  path: string,
  parse: (text: string) => Reading<T>,
): Promise<Reading<T>> {
  return parseText(path, await readText(path), parse);
}

/** As {@link readParsed}, at once and on this thread, for what a busy thread pool would falsify. */
export function readParsedSync<T>(path: string, parse: (text: string) => Reading<T>): Reading<T> {
  let text: Reading<string>;
  try {
    text = shown(readFileSync(path, 'utf8'));
  } catch (error) {
    text = notShown(explain(path, codeOf(error)));
  }
  return parseText(path, text, parse);
}

/** A file of one process, or `gone` when that process has ended. */
export async function readOfProcess(
  procRoot: string,
  pid: number,
  name: string,
): Promise<Reading<string> | 'gone'> {
  const directory = join(procRoot, String(pid));
  const path = join(directory, name);
  try {
    return shown(await readFile(path, 'utf8'));
  } catch (error) {
    const code = codeOf(error);
    // ESRCH: it ended between open and read, or it is a zombie and has no memory any more.
    if (code === 'ESRCH') return 'gone';
    // A kernel too old for this file must not look like a process that has ended.
    if (code === 'ENOENT' && !(await exists(directory))) return 'gone';
    return notShown(explain(path, code));
  }
}

/** Whether something lies at this path, as far as this process may see. */
export async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}

/** A non-negative whole number as the kernel prints it, exact as a double; anything else undefined. */
export function wholeNumber(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d+$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}

/** The reason of a parser that met an unknown format: what it wanted, and the beginning of what came. */
export function unlike(expected: string, text: string): Reading<never> {
  return notShown(`no ${expected}: ${JSON.stringify(text.slice(0, 80))}`);
}

function parseText<T>(
  path: string,
  text: Reading<string>,
  parse: (text: string) => Reading<T>,
): Reading<T> {
  if (!text.shown) return text;
  const parsed = parse(text.value);
  return parsed.shown ? parsed : notShown(`${path} holds ${parsed.because}`);
}

function explain(path: string, code: string): string {
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return process.platform === 'linux'
      ? `${path} is missing`
      : `${process.platform} has no ${path}`;
  }
  if (code === 'EACCES' || code === 'EPERM') return `no permission to read ${path}`;
  return `${path} cannot be read (${code})`;
}

/** The system's code of an error, such as ENOENT. */
function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
