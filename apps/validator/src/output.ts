import { inert } from './inert.ts';

/** A stream's error as far as it is looked at here. */
type StreamError = Error & { readonly code?: string };

/**
 * Writes a message for a person to standard error. What the message quotes comes from files and
 * command lines, and must not control the terminal.
 */
export function complain(message: string): void {
  process.stderr.write(`muster: ${inert(message)}\n`);
}

/**
 * Says what becomes of output that cannot be written. A reader that has seen enough (`| head`) is no
 * failure; a full disk behind `>` is.
 */
export function watchOutput(onLost: () => void): void {
  process.stdout.on('error', (error: StreamError) => {
    if (error.code === 'EPIPE') return;
    complain(`standard output cannot be written: ${error.message}`);
    onLost();
  });
  // There is nowhere left to say that standard error is gone.
  process.stderr.on('error', () => undefined);
}
