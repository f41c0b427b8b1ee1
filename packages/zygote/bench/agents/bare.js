// The least that passes for an agent, without Muster's runtime: hello and ready in one write, answers
// to tasks, and an end when the channel ends. Preloaded, it begins in each fork.
import { connect, Socket } from 'node:net';

const deferral = globalThis[Symbol.for('@muster/deferral')];
if (deferral === undefined) begin();
else deferral.register(begin);

function begin(environment = process.env) {
  const { MUSTER_AGENT, MUSTER_INCARNATION, MUSTER_TOKEN } = environment;
  const { MUSTER_CHANNEL, MUSTER_SOCKET } = environment;
  const channel =
    MUSTER_CHANNEL === undefined
      ? connect(MUSTER_SOCKET)
      : new Socket({ fd: Number(MUSTER_CHANNEL) });
  channel.write(
    `{"type":"hello","protocol":1,"agent":"${MUSTER_AGENT}","incarnation":${MUSTER_INCARNATION},"token":"${MUSTER_TOKEN}"}\n{"type":"ready"}\n`,
  );
  channel.setEncoding('utf8').on('data', (line) => void answer(channel, JSON.parse(line)));
  channel.on('end', () => process.exit(0)).on('error', () => process.exit(0));
}

async function answer(channel, { type, id }) {
  if (type !== 'task') process.exit(0);
  const { typicalTask } = await import('./typical-task.js');
  channel.write(`${JSON.stringify({ type: 'result', id, value: await typicalTask() })}\n`);
}
