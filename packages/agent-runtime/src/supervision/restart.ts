import type { AgentExit } from '../agent/agent.ts';

/**
 * When a child is started again: `permanent` always, `transient` when it did not end as it should,
 * `temporary` never. Names and meanings are those of OTP's child specifications.
 */
export type Restart = 'permanent' | 'transient' | 'temporary';

/** Whether a child that ended this way is started again. To leave with code 0, or when asked, is right. */
export function isRestarted(restart: Restart, { code, because }: AgentExit): boolean {
  if (restart !== 'transient') return restart === 'permanent';
  return code !== 0 && because !== 'stop';
}
