export { type AvailableMemory, availableMemory, type MemoryRoom } from './available-memory.ts';
export {
  type EventLoopDelay,
  type EventLoopDelayMonitor,
  startEventLoopDelayMonitor,
} from './event-loop-delay.ts';
export {
  between,
  type LoadAverages,
  loadAverages,
  type MachineActivity,
  machineActivity,
  type ProcessorCounters,
  type ProcessorShares,
  type RunQueue,
} from './load.ts';
export { type TreeMemory, treePss } from './memory.ts';
export { type HostPressure, hostPressure, type Pressure, type Stall } from './pressure.ts';
export {
  lookAt,
  markProcess,
  type ProcessMark,
  type ProcessSight,
} from '../process/process-mark.ts';
export { treePids } from './process-tree.ts';
export { type ProcessorTime, processorTime, treeProcessorTime } from './processor-time.ts';
export { mapReading, notShown, type Reading, shown } from './reading.ts';
export { type HostSnapshot, hostSnapshot } from './snapshot.ts';
