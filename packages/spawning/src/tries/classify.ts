import { LaunchError, ProtocolError } from '@muster/agent-runtime';

/**
 * Why a start failed, as far as it matters for what is done next. `exhausted`: the host had no room at
 * that moment, which is no fault of the agent's, so it keeps its place; `transient`: it may go better
 * next time; `permanent`: it will not.
 */
export type Cause = 'exhausted' | 'transient' | 'permanent';

/** Room for a process, a thread, a descriptor or memory is lacking, and may come. */
const EXHAUSTED = new Set(['EAGAIN', 'EMFILE', 'ENFILE', 'ENOMEM', 'ENOBUFS']);
/** The program or its directory is not as it must be, and will not be by itself. */
const PERMANENT = new Set([
  'ENOENT',
  'EACCES',
  'EPERM',
  'ENOTDIR',
  'EISDIR',
  'ENOEXEC',
  'E2BIG',
  'ELOOP',
  'ENAMETOOLONG',
  'EINVAL',
]);

/** What is behind the error of a launch. Whatever no launch should reject with is permanent. */
export function causeOf(error: unknown): Cause {
  if (!(error instanceof LaunchError)) return 'permanent';
  const codes = codesOf(error);
  if (codes.some((code) => EXHAUSTED.has(code)) || error.exit?.outOfMemory === true) {
    return 'exhausted';
  }
  // What an agent itself says is wrong with a file comes as text on its stderr, never as a code here.
  if (error.phase === 'spawn' && codes.some((code) => PERMANENT.has(code))) return 'permanent';
  return error.cause instanceof ProtocolError ? 'permanent' : 'transient';
}

function codesOf(error: unknown): readonly string[] {
  const codes: string[] = [];
  const seen = new Set<unknown>();
  for (let at = error; at instanceof Error && !seen.has(at); at = at.cause) {
    seen.add(at);
    if ('code' in at && typeof at.code === 'string') codes.push(at.code);
  }
  return codes;
}
