import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** On which cores the two sides of a round trip run. */
export type Placement = 'one core' | 'two cores' | 'any core';

/**
 * The placements that can be held here. Left to itself, the kernel now has both sides share a core
 * and now not, and changes its mind within a second; a round trip takes four times as long across
 * cores, so that whoever was put on one core would win. Needs Linux's taskset and two cores.
 */
export function placements(): readonly Placement[] {
  const holds =
    process.platform === 'linux' &&
    availableParallelism() >= 2 &&
    spawnSync('taskset', ['--version']).status === 0;
  return holds ? ['one core', 'two cores'] : ['any core'];
}

/** Puts this process on one core and the others on the same or on another. Returns the way back. */
export function place(placement: Placement, others: readonly Located[]): () => void {
  if (placement === 'any core') return () => undefined;
  const before = coresOf(process.pid);
  const [here = 0, there = here] = before;
  const core = placement === 'one core' ? here : there;
  const idsOf = (kind: Located['kind']): readonly number[] =>
    others.flatMap((other) => (other.kind === kind ? [other.id] : []));
  pin([process.pid], [here], 'all threads');
  pin(idsOf('process'), [core], 'all threads');
  pin(idsOf('thread'), [core], 'this thread');
  return () => pin([process.pid], before, 'all threads');
}

/** A process or a thread, by the kernel's number. */
export interface Located {
  readonly id: number;
  readonly kind: 'process' | 'thread';
}

/** The threads of this process, none where the system does not show them. */
export function threadIds(): readonly number[] {
  return process.platform === 'linux' ? readdirSync('/proc/self/task').map(Number) : [];
}

function coresOf(pid: number): readonly number[] {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const list = /^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1] ?? '0';
  return list.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, at) => first + at);
  });
}

function pin(
  ids: readonly number[],
  cores: readonly number[],
  scope: 'all threads' | 'this thread',
): void {
  // taskset takes one at a time; one shell for them all, as starting a process from here costs more.
  const script = 'for id; do taskset $FLAGS -c -p "$CORES" "$id" || exit; done';
  const env = {
    ...process.env,
    FLAGS: scope === 'all threads' ? '-a' : '',
    CORES: cores.join(','),
  };
  const { status, stderr } = spawnSync('sh', ['-c', script, 'sh', ...ids.map(String)], { env });
  if (status !== 0) throw new Error(`a process cannot be placed: ${stderr.toString()}`);
}
