import { closeSync, openSync } from 'node:fs';

/** Both ends of three pipes, and of the one over which a child tells that its exec has failed. */
export const DESCRIPTORS_OF_A_START = 8;

/**
 * Throws the system's error where there are too few descriptors to start a process. Node would find
 * out in the middle, and never close the pipes that it has made by then.
 */
export function ensureDescriptors(): void {
  const opened: number[] = [];
  try {
    while (opened.length < DESCRIPTORS_OF_A_START) opened.push(openSync('/dev/null', 'r'));
  } finally {
    for (const descriptor of opened) closeSync(descriptor);
  }
}
