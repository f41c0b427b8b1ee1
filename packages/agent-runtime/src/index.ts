export type { Agent, AgentExit, RequestOptions, StopOptions } from './agent.ts';
export { type Clock, systemClock } from './clock.ts';
export {
  AgentExitedError,
  DeadlineError,
  describeExit,
  LaunchError,
  type LaunchPhase,
  TaskError,
} from './errors.ts';
export type { Launcher, LauncherStats, LaunchOptions } from './launcher.ts';
export { createExecLauncher, type ExecLauncherOptions } from './launchers/exec.ts';
export type { Phases } from './phases.ts';
export {
  type Origin,
  PROTOCOL_VERSION,
  ProtocolError,
  type ProtocolFault,
} from './protocol/frames.ts';
export type { AgentSpec, CommandSpec, ModuleSpec } from './spec.ts';
export { type AgentState, type AgentStateKind, LEGAL_MOVES } from './state.ts';
