import { misuse } from '@muster/agent-runtime/check-options';
import type { AcquireOptions } from '../pool.ts';
import { checkDeadline } from '../time/deadline.ts';

/** Checks what an acquire asks for. Throws TypeError that names the field, what is expected, what came. */
export function checkAsked(asked: AcquireOptions): void {
  if (typeof asked !== 'object' || asked === null) {
    throw misuse('options', 'an object', asked);
  }
  const { signal, deadlineMs, priority, tenant } = asked;
  checkDeadline(deadlineMs, 'refused');
  if (priority !== undefined && !Number.isFinite(priority)) {
    throw misuse('priority', 'a finite number', priority);
  }
  if (tenant !== undefined && typeof tenant !== 'string') {
    throw misuse('tenant', 'a text', tenant);
  }
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw misuse('signal', 'an AbortSignal', signal);
  }
}
