import { fileURLToPath } from 'node:url';
import type { Launcher } from '@muster/agent-runtime';
import { agentEnvironment, createLauncher } from '@muster/agent-runtime/launcher-kit';
import type { Native } from '../../src/native/binding.ts';
import { startZygote, loadNative } from '../contestants/internals.ts';

export interface StampedOptions {
  /** The native side for the zygote, with stamps in it. */
  readonly nativePath: string;
  readonly stampsPath: string;
  readonly preload: readonly string[];
  /** Called right before a request is sent. */
  readonly onSend: () => void;
}

const RUNTIME = fileURLToPath(import.meta.resolve('@muster/agent-runtime/serve'));

/** The zygote's launcher without renewal and self-test, around a zygote that stamps. */
export function stampedLauncher(options: StampedOptions): Promise<Launcher> {
  const { native, shimPath } = loadNative();
  const sendRequest: Native['sendRequest'] = (...words) => {
    options.onSend();
    return native.sendRequest(...words);
  };
  // Native functions are read-only: assigning to an heir would be refused.
  const noting = Object.create(native, { sendRequest: { value: sendRequest } }) as Native;
  return createLauncher({
    name: 'stamped zygote',
    open: async ({ token, conditions }) => {
      const stamps = { MUSTER_RUN: token, MUSTER_STAMPS: options.stampsPath };
      const zygote = await startZygote({
        loaded: { native: noting, path: options.nativePath, shimPath },
        orphans: { adopt: (_pid, onExit) => onExit(undefined) },
        preload: [RUNTIME, ...options.preload],
        env: agentEnvironment(process.env, [], {}, stamps),
        conditions,
        readyDeadlineMs: 30_000,
        forkDeadlineMs: 10_000,
      });
      return {
        start: async ({ spec, env }) => {
          if (!('modulePath' in spec)) throw new TypeError('only modules can be profiled');
          const process = await zygote.fork({
            module: spec.modulePath,
            args: spec.args,
            env: { ...env, MUSTER_CHANNEL: '3' },
            channel: true,
          });
          return { process, channel: process.channel, start: { kind: 'forked' }, guarded: true };
        },
        close: () => zygote.close(),
      };
    },
  });
}
