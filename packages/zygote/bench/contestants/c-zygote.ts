import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Launcher } from '@muster/agent-runtime';
import { createLauncher, type ProcessSource } from '@muster/agent-runtime/launcher-kit';
import type { Followed } from '../../src/zygote/forked-process.ts';
import { createQueue, followChild, loadNative, parseReport, watchSilence } from './internals.ts';

const SILENCE_MS = 10_000;

/**
 * A launcher whose agents are forked by a program in C (peers/c-zygote.c): the coordinator's side is
 * the zygote's own to the last line, so that what lies between the two is Node in the child.
 */
export function createCLauncher(program: string): Promise<Launcher> {
  return createLauncher({ name: 'c-zygote', open: async () => openSource(program) });
}

function openSource(program: string): ProcessSource {
  const { native } = loadNative();
  const pair = native.socketPair(1);
  if (typeof pair === 'number') throw new Error(`no socket for a zygote in C: error ${-pair}`);
  const [requests, theirs] = pair;
  const zygote = spawn(program, [], {
    env: {},
    stdio: ['ignore', 'ignore', 'inherit', theirs, 'pipe'],
  });
  closeSync(theirs);
  const exited = once(zygote, 'exit');
  const children = new Map<number, Followed>();
  const silence = watchSilence(SILENCE_MS, () => zygote.kill('SIGKILL'));
  const queue = createQueue(native, requests, silence);
  void exited.then(() => queue.fail(new Error('the zygote in C is gone')));

  createInterface({ input: zygote.stdio[4] as Readable }).on('line', (line) => {
    const report = parseReport(line);
    if (report.kind === 'forked') {
      queue.answer(report.id, (pending) => {
        const followed = followChild(report.pid, pending.ends, () => undefined);
        children.set(report.pid, followed);
        pending.succeed(followed.process);
      });
    } else if (report.kind === 'refused') {
      queue.answer(report.id, (pending) => pending.fail(new Error(`errno ${report.errno}`)));
    } else if (report.kind === 'exit') {
      children.get(report.pid)?.onExit(report.status);
      children.delete(report.pid);
    }
  });

  return {
    start: async ({ env }) => {
      const channelled = { ...env, MUSTER_CHANNEL: '3' };
      const process = await queue.add({ module: '/', args: [], env: channelled, channel: true });
      return { process, channel: process.channel, start: { kind: 'forked' }, guarded: true };
    },
    close: async () => {
      queue.close(new Error('closed'));
      zygote.kill('SIGKILL');
      await exited;
    },
  };
}
