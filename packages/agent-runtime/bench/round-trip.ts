import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { createExecLauncher } from '@muster/agent-runtime';
import { micro, type BenchCase, type OpenCase } from '../../../tooling/bench/index.ts';
import { echoSpec } from './echo-spec.ts';
import { place, placements, threadIds, type Placement } from './placement.ts';

const PAYLOAD = { step: 1 };
/** With ten rounds, 2000 round trips each. */
const options = { timeMs: 0, iterations: 200 };

/** One small object there and back, one after another, to an agent, a forked process, a thread. */
export const roundTrips: readonly OpenCase[] = placements().map(
  (placement) => () => roundTrip(placement),
);

async function roundTrip(placement: Placement): Promise<BenchCase> {
  const launcher = await createExecLauncher();
  const agent = await launcher.launch(echoSpec);
  const child = fork(new URL('peers/ipc-echo.js', import.meta.url));
  const others = threadIds();
  const worker = new Worker(new URL('peers/worker-echo.js', import.meta.url));
  await once(worker, 'online');
  const ofWorker = threadIds().filter((id) => !others.includes(id));
  const post = worker.postMessage.bind(worker);
  const childAnswers = answersOf((listener) => child.on('message', listener));
  const workerAnswers = answersOf((listener) => worker.on('message', listener));
  const goBack = place(placement, [
    { id: agent.pid, kind: 'process' },
    { id: child.pid ?? agent.pid, kind: 'process' },
    ...ofWorker.map((id) => ({ id, kind: 'thread' }) as const),
  ]);
  return {
    name: `round trip of one task, both sides on ${placement} (ours: numbered, checked frames on a Unix socket; worker_threads: a thread, not a process)`,
    unit: 'µs',
    rounds: 10,
    warmupRounds: 5,
    ours: micro(() => agent.run(PAYLOAD), options),
    peers: {
      'child_process IPC': micro(() => {
        child.send(PAYLOAD);
        return childAnswers();
      }, options),
      'worker_threads postMessage': micro(() => {
        post(PAYLOAD);
        return workerAnswers();
      }, options),
    },
    close: async () => {
      goBack();
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await Promise.all([exited, worker.terminate(), agent.stop()]);
      await launcher.close();
    },
  };
}

/** The next answer, over and over. One listener for good: `once` would cost the peers some of it. */
function answersOf(listen: (listener: (answer: unknown) => void) => void): () => Promise<unknown> {
  let onAnswer: (answer: unknown) => void = () => undefined;
  listen((answer) => onAnswer(answer));
  return () => new Promise((resolve) => (onAnswer = resolve));
}
