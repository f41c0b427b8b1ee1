import { median } from '../../../analysis/src/quantile.ts';
import type { Stamps } from './stamps.ts';

/** What a child notes about itself: a moment, and what it has used until then since it was forked. */
export interface Note {
  readonly atNs: number;
  readonly faults: number;
  /** In programs and in the kernel: few kernels tell them apart in so short a time. */
  readonly processorUs: number;
}

/** All moments of one start, on one clock. */
export interface Start extends Stamps {
  readonly askedNs: number;
  /** Right before the request is sent: within that call the zygote wakes. */
  readonly sendsNs: number;
  /** Where the runtime begins to serve. */
  readonly begun: Note;
  /** Right before hello is written. */
  readonly speaks: Note;
  /** Where the agent is set up and waits for its first task. */
  readonly served: Note;
  readonly readyNs: number;
  /** Processor time of the coordinator from `askedNs` to `readyNs`. */
  readonly coordinatorUs: number;
}

/** A share of a start: the median over the starts. */
export interface Step {
  readonly name: string;
  readonly value: number;
  readonly unit: 'µs' | '';
}

const STEPS: Readonly<Record<string, (start: Start) => number>> = {
  'coordinator: from launch() until it sends the request': (s) => s.sendsNs - s.askedNs,
  'kernel: until the zygote has the request': (s) => s.receivedNs - s.sendsNs,
  'zygote: up to fork()': (s) => s.forkNs - s.receivedNs,
  'fork(): until the child runs': (s) => s.childNs - s.forkNs,
  'child: session, descriptors, the thread revived': (s) => s.loopNs - s.childNs,
  "child: libuv's loop made anew": (s) => s.loopedNs - s.loopNs,
  'child: into JavaScript, until the runtime serves': (s) => s.begun.atNs - s.loopedNs,
  'child: its socket, until it writes hello': (s) => s.speaks.atNs - s.begun.atNs,
  'kernel, coordinator: hello and ready read, agent ready': (s) => s.readyNs - s.speaks.atNs,
  'all of it': (s) => s.readyNs - s.askedNs,
};

const BESIDE: Readonly<Record<string, readonly ['µs' | '', (start: Start) => number]>> = {
  'fork(): until it is back in the zygote': ['µs', (s) => (s.backNs - s.forkNs) / 1000],
  'child: from hello to its first wait': ['µs', (s) => (s.served.atNs - s.speaks.atNs) / 1000],
  'page faults of the child, until it serves': ['', (s) => s.begun.faults],
  'page faults of the child, until hello': ['', (s) => s.speaks.faults],
  'page faults of the child, until its first wait': ['', (s) => s.served.faults],
  'processor time of the child, until hello': ['µs', (s) => s.speaks.processorUs],
  'processor time of the child, until its first wait': ['µs', (s) => s.served.processorUs],
  'processor time of the coordinator': ['µs', (s) => s.coordinatorUs],
};

/** The steps of a start one after the other, the last their sum as it was measured. */
export function stepsOf(starts: readonly Start[]): readonly Step[] {
  return Object.entries(STEPS).map(([name, ns]) => ({
    name,
    value: median(starts.map((start) => ns(start) / 1000)),
    unit: 'µs',
  }));
}

/** What else there is to know of a start; these overlap with its steps. */
export function besideOf(starts: readonly Start[]): readonly Step[] {
  return Object.entries(BESIDE).map(([name, [unit, value]]) => ({
    name,
    value: median(starts.map(value)),
    unit,
  }));
}
