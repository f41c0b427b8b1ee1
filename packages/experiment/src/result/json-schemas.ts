import { z } from 'zod';
import { journalLineSchema } from '../journal/journal-schema.ts';
import { resultSchema } from './result-schema.ts';

/** The JSON Schema of each kind of file, by the name of the file that publishes it. */
export function jsonSchemas(): Readonly<Record<string, unknown>> {
  return {
    'result.schema.json': titled(resultSchema, 'A result of a Muster experiment'),
    'trials-line.schema.json': titled(
      journalLineSchema,
      'One line of the raw trials of a Muster experiment',
    ),
  };
}

function titled(schema: z.ZodType, title: string): unknown {
  const { $schema, ...rest } = z.toJSONSchema(schema);
  return { $schema, title, ...rest };
}
