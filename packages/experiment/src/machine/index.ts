export {
  fingerprintOf,
  readMachine,
  type MachineFacts,
  type MachineFingerprint,
} from './machine.ts';
export { keepMachineFile, workspaceRoot, type MachineFile } from './machine-file.ts';
