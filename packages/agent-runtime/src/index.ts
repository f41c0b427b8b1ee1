export type {
  Agent,
  AgentExit,
  AgentHealth,
  AgentStart,
  RequestOptions,
  StopOptions,
} from './agent/agent.ts';
export type { MailboxLimits } from './agent/mailbox.ts';
export { CapacityError, checkCapacity, findShortages } from './capacity/check-capacity.ts';
export { type AgentNeed, LEAST_NEED, needOf } from './capacity/need.ts';
export type { Shortage } from './capacity/shortages.ts';
export { type Clock, systemClock } from './clock.ts';
export {
  AgentExitedError,
  DeadlineError,
  describeExit,
  LaunchError,
  type LaunchPhase,
  MailboxFullError,
  NotOfferedError,
  TaskError,
  type TurnedAway,
  WedgedError,
} from './errors.ts';
export type { Launcher, LauncherStats, LaunchOptions } from './launchers/launcher.ts';
export type { AgentSighting } from './launchers/roster.ts';
export { createExecLauncher, type ExecLauncherOptions } from './launchers/exec.ts';
export type { ProcessSight } from './process/process-mark.ts';
export type { Phases } from './agent/phases.ts';
export {
  type Assignment,
  type Origin,
  PROTOCOL_VERSION,
  ProtocolError,
  type ProtocolFault,
} from './protocol/frames.ts';
export type { AgentSpec, CommandSpec, ModuleSpec } from './launchers/spec.ts';
export { type AgentState, type AgentStateKind, LEGAL_MOVES } from './agent/state.ts';
export type { Random } from './random.ts';
export { type Backoff, pauseMs } from './supervision/backoff.ts';
export { createSupervisor } from './supervision/create-supervisor.ts';
export type { Death } from './supervision/death.ts';
export { EscalationError } from './supervision/escalation-error.ts';
export type { Intensity } from './supervision/intensity.ts';
export type { ChildSpec, SupervisorOptions } from './supervision/options.ts';
export type { Restart } from './supervision/restart.ts';
export type { Strategy } from './supervision/strategy.ts';
export type {
  ChildState,
  ChildView,
  Supervisor,
  SupervisorEvent,
} from './supervision/supervisor.ts';
