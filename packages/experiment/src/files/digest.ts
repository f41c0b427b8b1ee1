import { createHash } from 'node:crypto';
import { strictJson } from './strict-json.ts';

/** SHA-256 of text or bytes, in hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** SHA-256 of the canonical JSON of `data`: equal for equal data, whatever the order of keys. */
export function digestOfData(data: unknown): string {
  return sha256(strictJson(data, { sorted: true }));
}
