/** For those who take options: what is wrong with them is told by field, with what came. */
import { z } from 'zod';
import { LONGEST_TIMER_MS } from './milliseconds.ts';

export { misuse } from './misuse.ts';

/** A duration that a timer can keep, in whole milliseconds. */
export const milliseconds: z.ZodNumber = z.number().int().min(1).max(LONGEST_TIMER_MS);

/** Checked only as far as a slip of the caller goes: what a launcher takes is for it to say. */
export const having = <T>(member: string): z.ZodType<T> =>
  z.custom<T>(
    (value) =>
      typeof (value as Record<string, unknown> | null | undefined)?.[member] === 'function',
    `must have a function \`${member}\``,
  );

/** A function, which can be asked for no more than that it is one. */
export const callable = <T>(): z.ZodType<T> =>
  z.custom<T>((value) => typeof value === 'function', 'must be a function');

/** What already has its own check, which throws a TypeError. */
export const checked = <T>(check: (value: T) => unknown): z.ZodType<T> =>
  z.custom<T>().superRefine((value, context) => {
    try {
      check(value);
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as TypeError).message });
    }
  });

/**
 * What a schema makes of options. Throws TypeError that says whose they are and lists every problem by
 * its field, with what was expected and what came.
 */
export function checkOptions<T>(schema: z.ZodType<T>, options: unknown, whose: string): T {
  const parsed = schema.safeParse(options);
  if (parsed.success) return parsed.data;
  const problems = problemsOf(parsed.error, options, 'options');
  throw new TypeError(`${whose} options are wrong: ${problems}`);
}

/** What a schema found wrong with a value: every problem by its field, the value itself as `whole`. */
export function problemsOf({ issues }: z.ZodError, value: unknown, whole: string): string {
  const problems = issues.slice(0, MOST_TOLD).map(({ path, message }) => {
    // A wrong type is told with what came, and so is what has a check of its own.
    const told = path.length === 0 || /received|, got /.test(message);
    const got = told ? '' : `, got ${show(valueAt(value, path))}`;
    return `\`${path.join('.') || whole}\`: ${message}${got}`;
  });
  const untold = issues.length - problems.length;
  return [...problems, ...(untold > 0 ? [`and ${untold} more like these`] : [])].join('; ');
}

/** Of a list of hundreds, all may have the same fault. */
const MOST_TOLD = 20;

function valueAt(options: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key],
    options,
  );
}

/** Objects are named only: a spec may hold an environment that is nobody's business. */
function show(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  const isPlain = value === null || value === undefined || typeof value === 'number';
  return isPlain || typeof value === 'boolean' ? `${value}` : typeof value;
}
