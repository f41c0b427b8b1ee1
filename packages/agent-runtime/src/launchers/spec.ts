import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { MailboxLimits } from '../agent/mailbox.ts';
import { problemsOf } from '../check-options.ts';

interface CommonSpec {
  /** Words after the module or the command. @default none */
  readonly args?: readonly string[] | undefined;
  /** Variables given to the agent besides the allowlist. @default none */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Names to inherit from the coordinator besides the allowlist. @default none */
  readonly inheritEnv?: readonly string[] | undefined;
  /** Working directory. @default the coordinator's */
  readonly cwd?: string | undefined;
  /** Which build of itself the agent must say that it is in its hello; any other is refused. @default any */
  readonly build?: string | undefined;
  /** From the start of the process to its hello, 1 to 3600000. @default 10000 */
  readonly helloDeadlineMs?: number | undefined;
  /** From hello to ready: the agent's own initialization, 1 to 3600000. @default 30000 */
  readonly readyDeadlineMs?: number | undefined;
  /** The longest frame, to the agent and from it, 256 or more. @default 1048576, 1 MiB */
  readonly maxFrameBytes?: number | undefined;
  /** How long an agent may hold on to cancelled work before it is killed. @default 1000 */
  readonly cancelGraceMs?: number | undefined;
  /**
   * A ping every `everyMs`; an agent that says nothing for `missedMs` while one waits is killed as
   * wedged. Not for agents that read only between tasks: while at work they cannot answer. @default none
   */
  readonly heartbeat?: { readonly everyMs: number; readonly missedMs: number } | undefined;
  /**
   * An agent that owes an answer and says nothing for so long, pongs apart, is killed as wedged. A
   * message is a sign of life. Apart from any deadline: work may go on as long as it shows. @default none
   */
  readonly inactivityMs?: number | undefined;
  /**
   * What an agent may be asked before it has answered: at most `most` tasks and messages, and of those
   * it leaves unread `mostBytes`, 65536 or more. What comes when it is full is rejected with
   * `MailboxFullError`; or waits, which leaves it to the callers to stop; or takes the place of the
   * oldest, which is given up as by an abort. @default 65536, 16777216, "reject"
   */
  readonly mailbox?: Partial<MailboxLimits> | undefined;
  /** False: always as a fresh process, for a debugger, or add-ons with threads of their own. @default true */
  readonly fork?: boolean | undefined;
  /** How many last lines of standard error are kept for its exit, 0 to 1000. @default 20 */
  readonly stderrLines?: number | undefined;
}

/** How to start an agent that Muster's own `serveAgent` serves, over a Unix socket. */
export interface ModuleSpec extends CommonSpec {
  /**
   * A file path or file: URL of a module that calls `serveAgent`. It runs on this Node. A relative
   * path is taken from the coordinator's working directory, not from `cwd`.
   */
  readonly module: string | URL;
}

/** How to start any other program as an agent, over its standard input and output. */
export interface CommandSpec extends CommonSpec {
  /** A program, found on PATH or by path, that speaks the protocol on standard input and output. */
  readonly command: string;
}

/** How to start an agent. */
export type AgentSpec = ModuleSpec | CommandSpec;

type WithoutDefault = 'cwd' | 'build' | 'heartbeat' | 'inactivityMs';
type Complete = Pick<CommonSpec, WithoutDefault> & {
  readonly [Field in Exclude<keyof CommonSpec, WithoutDefault | 'mailbox'>]-?: Exclude<
    CommonSpec[Field],
    undefined
  >;
} & { readonly mailbox: MailboxLimits };

/** A spec with its defaults filled in. */
export type ParsedSpec =
  | (Complete & { readonly modulePath: string })
  | (Complete & { readonly command: string });

/** What Node itself keeps of a stream before it says that its other end must read. */
const LEAST_UNREAD_BYTES = 65_536;
const milliseconds = z.number().int().min(1).max(3_600_000);
/** As the system takes it: what comes behind a NUL would be lost. Which text it is may be a secret. */
const text = z.string().regex(/^[^\0]*$/, 'must hold no NUL, got one');
const variables = z.record(z.string(), text).superRefine((env, context) => {
  for (const name of Object.keys(env)) {
    if (/^[^=\0]+$/.test(name)) continue;
    const message = `must have names without "=" and NUL, got ${JSON.stringify(name)}`;
    context.addIssue({ code: 'custom', message });
  }
});
const common = {
  args: z.array(text).default([]),
  env: variables.default({}),
  inheritEnv: z.array(text).default([]),
  cwd: text.optional(),
  build: text.optional(),
  helloDeadlineMs: milliseconds.default(10_000),
  readyDeadlineMs: milliseconds.default(30_000),
  maxFrameBytes: z.number().int().min(256).default(1_048_576),
  cancelGraceMs: milliseconds.default(1_000),
  heartbeat: z.strictObject({ everyMs: milliseconds, missedMs: milliseconds }).optional(),
  inactivityMs: milliseconds.optional(),
  mailbox: z
    .strictObject({
      most: z.number().int().min(1).default(65_536),
      mostBytes: z.number().int().min(LEAST_UNREAD_BYTES).default(16_777_216),
      whenFull: z.enum(['reject', 'wait', 'drop oldest']).default('reject'),
    })
    .prefault({}),
  fork: z.boolean().default(true),
  stderrLines: z.number().int().min(0).max(1_000).default(20),
};
const moduleSpec = z.strictObject({
  module: z
    .union([text.min(1), z.instanceof(URL)], 'must be a path or a file: URL')
    .transform(toPath),
  ...common,
});
const commandSpec = z.strictObject({ command: text.min(1), ...common });

/** Checks a spec and fills in defaults. Throws TypeError that lists every problem by its field. */
export function parseSpec(spec: AgentSpec): ParsedSpec {
  const isModule = typeof spec === 'object' && spec !== null && 'module' in spec;
  if (isModule && 'command' in spec) {
    throw new TypeError('an agent spec is wrong: `command`: must not be given beside `module`');
  }
  const parsed = (isModule ? moduleSpec : commandSpec).safeParse(spec);
  if (!parsed.success) {
    throw new TypeError(`an agent spec is wrong: ${problemsOf(parsed.error, spec, 'spec')}`);
  }
  if ('command' in parsed.data) return parsed.data;
  const { module, ...rest } = parsed.data;
  return { ...rest, modulePath: module };
}

function toPath(module: string | URL, context: z.RefinementCtx): string {
  if (typeof module === 'string' && !module.startsWith('file:')) return resolve(module);
  try {
    return fileURLToPath(module);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  }
}
