import { getSystemErrorName } from 'node:util';

/** There is no zygote here: no native build, another platform, or a self-test that failed. */
export class ZygoteUnavailableError extends Error {
  override readonly name = 'ZygoteUnavailableError';

  constructor(because: string, cause?: unknown) {
    super(`no zygote here: ${because}`, { cause });
  }
}

/** The zygote could not be made ready to fork: an import failed, or left something that cannot be forked. */
export class PreloadError extends Error {
  override readonly name = 'PreloadError';
  /** The module, where it is known which. */
  readonly module: string | undefined;

  constructor(message: string, module?: string) {
    super(message);
    this.module = module;
  }
}

/** The zygote ended, or hung and was ended, before it had forked what was asked of it. */
export class ZygoteGoneError extends Error {
  override readonly name = 'ZygoteGoneError';

  constructor(because: string) {
    super(`the zygote is gone: ${because}`);
  }
}

/** An error of the system, as Node's own look: with code, errno and syscall. `errno` is negated. */
export function systemError(errno: number, syscall: string): NodeJS.ErrnoException {
  const code = getSystemErrorName(errno);
  return Object.assign(new Error(`${syscall} ${code}`), { errno, code, syscall });
}
