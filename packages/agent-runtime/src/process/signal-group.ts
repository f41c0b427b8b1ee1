/** Sends a signal to every process of a group. False when nobody is left to receive it. */
export function signalGroup(groupId: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-groupId, signal);
  } catch {
    return false; // ESRCH: the group is empty.
  }
}
