/** Writes schema/*.schema.json from the schemas in src/. */
import { join } from 'node:path';
import { jsonSchemas } from './src/result/json-schemas.ts';
import { replaceFileIfChanged } from './src/files/replace-file.ts';

for (const [name, schema] of Object.entries(jsonSchemas())) {
  const path = join(import.meta.dirname, 'schema', name);
  await replaceFileIfChanged(path, `${JSON.stringify(schema, null, 2)}\n`);
}
