import { parseSpec } from '@muster/agent-runtime/launcher-kit';
import { z } from 'zod';

/** Fields that more than one set of options has. */
export const milliseconds: z.ZodNumber = z.number().int().min(1).max(2_147_483_647);
export const modules: z.ZodType<readonly (string | URL)[]> = z.array(
  z.union([z.string().min(1), z.instanceof(URL)]),
);

/** What a schema makes of options. Throws TypeError that says whose they are and lists every problem. */
export function check<T>(schema: z.ZodType<T>, options: unknown, whose: string): T {
  const parsed = schema.safeParse(options);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    (issue) => `\`${issue.path.join('.') || 'options'}\`: ${issue.message}`,
  );
  throw new TypeError(`${whose} options are wrong: ${problems.join('; ')}`);
}

/** The path that a spec with this module would have, so that the two are found to be the same. */
export function pathOf(module: string | URL): string {
  const spec = parseSpec({ module });
  return 'modulePath' in spec ? spec.modulePath : '';
}
