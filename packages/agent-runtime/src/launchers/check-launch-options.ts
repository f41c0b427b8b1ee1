import { misuse } from '../misuse.ts';
import { checkAgentId } from './identity.ts';
import type { LaunchOptions } from './launcher.ts';

/** Throws TypeError that names the field. */
export function checkLaunchOptions(options: LaunchOptions): void {
  if (typeof options !== 'object' || options === null)
    throw misuse('options', 'an object', options);
  if (options.id !== undefined) checkAgentId(options.id);
  if (options.signal !== undefined && !(options.signal instanceof AbortSignal)) {
    throw misuse('signal', 'an AbortSignal', options.signal);
  }
  for (const hook of ['onMessage', 'onOutput'] as const) {
    const listener = options[hook];
    if (listener !== undefined && typeof listener !== 'function') {
      throw misuse(hook, 'a function', listener);
    }
  }
}
