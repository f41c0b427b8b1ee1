import { z } from 'zod';
import { decisionSchema } from './decision-schema.ts';

/** The JSON Schema of each kind of file, by the name of the file that publishes it. */
export function jsonSchemas(): Readonly<Record<string, unknown>> {
  const { $schema, ...rest } = z.toJSONSchema(decisionSchema);
  return { 'decision.schema.json': { $schema, title: "Muster's decision", ...rest } };
}
