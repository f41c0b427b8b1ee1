// As bare.js, but ready only with a client of the SDK in hand.
import { Mistral } from '@mistralai/mistralai';

globalThis.client = new Mistral({ apiKey: 'none' });
await import('./bare.js');
