export type { Agent, AgentExit, AgentStart, RequestOptions, StopOptions } from './agent/agent.ts';
export { type Clock, systemClock } from './clock.ts';
export {
  AgentExitedError,
  DeadlineError,
  describeExit,
  LaunchError,
  type LaunchPhase,
  TaskError,
} from './errors.ts';
export type { Launcher, LauncherStats, LaunchOptions } from './launchers/launcher.ts';
export { createExecLauncher, type ExecLauncherOptions } from './launchers/exec.ts';
export type { Phases } from './agent/phases.ts';
export {
  type Origin,
  PROTOCOL_VERSION,
  ProtocolError,
  type ProtocolFault,
} from './protocol/frames.ts';
export type { AgentSpec, CommandSpec, ModuleSpec } from './launchers/spec.ts';
export { type AgentState, type AgentStateKind, LEGAL_MOVES } from './agent/state.ts';
