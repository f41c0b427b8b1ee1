import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import { digestOfData } from '../files/digest.ts';

/** What a number depends on besides the code: the machine it was measured on. */
export interface MachineFacts {
  readonly platform: string;
  readonly arch: string;
  readonly cpuModel: string;
  /** Processors this process may use; a container's limit counts. */
  readonly cores: number;
  /** Memory this process may use, in GiB, rounded to a tenth. */
  readonly memoryGiB: number;
  readonly kernel: string;
  readonly node: string;
  /** SHA-256 of the machine's own id (or its host name, where there is none), never the value. */
  readonly machine: string;
}

/** The facts and their digest: two fingerprints with the same `id` are the same machine. */
export interface MachineFingerprint extends MachineFacts {
  readonly id: string;
}

/** The fingerprint of some facts; the same facts always give the same 16 hexadecimal digits. */
export function fingerprintOf(facts: MachineFacts): MachineFingerprint {
  // Picked one by one: an `id` that a caller's object carries along must not take part.
  const { platform, arch, cpuModel, cores, memoryGiB, kernel, node, machine } = facts;
  const picked = { platform, arch, cpuModel, cores, memoryGiB, kernel, node, machine };
  return { id: digestOfData(picked).slice(0, 16), ...picked };
}

/** The fingerprint of the machine this process runs on. */
export async function readMachine(): Promise<MachineFingerprint> {
  return fingerprintOf({
    platform: os.platform(),
    arch: os.arch(),
    cpuModel: os.cpus()[0]?.model.trim() ?? 'unknown',
    cores: os.availableParallelism(),
    memoryGiB: Math.round((usableMemoryBytes() / 2 ** 30) * 10) / 10,
    kernel: os.release(),
    node: process.version,
    machine: createHash('sha256')
      .update(await machineIdentity())
      .digest('hex'),
  });
}

function usableMemoryBytes(): number {
  // Node reports 0 or an absurdly large number where no limit applies.
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, os.totalmem()) : os.totalmem();
}

async function machineIdentity(): Promise<string> {
  try {
    const id = (await readFile('/etc/machine-id', 'utf8')).trim();
    if (id !== '') return id;
  } catch {
    // Only systemd machines have the file; the host name is the next best thing that stays.
  }
  return os.hostname();
}
