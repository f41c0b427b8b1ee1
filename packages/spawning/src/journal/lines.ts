import { z } from 'zod';

/** The version of the format; a reader refuses any other. */
export const JOURNAL_VERSION = 1;

/** Who writes from here on, and for how many agents. */
export interface BurstLine {
  readonly kind: 'burst';
  readonly version: typeof JOURNAL_VERSION;
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly wanted: number;
  /** The coordinator: its pid, told from another that has got it by when it began. */
  readonly coordinator: { readonly pid: number; readonly startTicks?: number | undefined };
}

/** An agent is ready, after so many tries. */
export interface ReadyLine {
  readonly kind: 'ready';
  readonly name: string;
  readonly pid: number;
  readonly tries: number;
  readonly startMs: number;
}

/** An agent will not be tried again. */
export interface FailedLine {
  readonly kind: 'failed';
  readonly name: string;
  readonly tries: number;
  readonly because: string;
}

/** An agent that was ready is gone. */
export interface EndedLine {
  readonly kind: 'ended';
  readonly name: string;
  readonly code: number | null;
  readonly signal: string | null;
  readonly because: string | null;
  /** The burst stopped it, since it was not wanted any more: its work is not done. */
  readonly unwanted?: boolean | undefined;
}

/** The burst above is over, and so are its agents. */
export interface ClosedLine {
  readonly kind: 'closed';
}

/** Any line of a journal, as JSON. */
export type JournalLine = BurstLine | ReadyLine | FailedLine | EndedLine | ClosedLine;

const count = z.int().min(0);
const name = z.string().min(1);
const startMs = z.number().min(0);

/** What a line must be. */
export const lineSchema: z.ZodType<JournalLine> = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('burst'),
    version: z.literal(JOURNAL_VERSION),
    at: z.iso.datetime(),
    wanted: count,
    coordinator: z.strictObject({ pid: count, startTicks: count.optional() }),
  }),
  z.strictObject({ kind: z.literal('ready'), name, pid: count, tries: count, startMs }),
  z.strictObject({ kind: z.literal('failed'), name, tries: count, because: z.string() }),
  z.strictObject({
    kind: z.literal('ended'),
    name,
    code: z.int().nullable(),
    signal: z.string().nullable(),
    because: z.string().nullable(),
    unwanted: z.boolean().optional(),
  }),
  z.strictObject({ kind: z.literal('closed') }),
]);
