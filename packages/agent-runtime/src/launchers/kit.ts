/**
 * For makers of launchers: all that surrounds a process, so that a launcher has to say only how the
 * process comes to be.
 */
export type { AgentStart } from '../agent/agent.ts';
export { createOrphanGuard, type OrphanGuard } from '../process/orphan-guard.ts';
export { type AgentProcess, type SpawnOptions, spawnProcess } from '../process/process.ts';
export { createRunDirectory } from '../process/run-directory.ts';
export { signalGroup } from '../process/signal-group.ts';
export { keepTail, type Tail } from '../process/tail.ts';
export { createLauncher, type LauncherOptions } from './create-launcher.ts';
export { agentEnvironment, inheritedConditions } from './env.ts';
export { checkAgentId, type Identity } from './identity.ts';
export type { LauncherRun, ProcessSource, StartedProcess, StartRequest } from './process-source.ts';
export { type ParsedSpec, parseSpec } from './spec.ts';
