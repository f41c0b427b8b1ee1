// The least that a forked process or a thread does to be ready: one message. It answers each message
// when it has done the typical task.
const thread = process.send === undefined;
const port = thread ? process.getBuiltinModule('node:worker_threads').parentPort : process;
const say = (message) => (thread ? port.postMessage(message) : port.send(message));

port.on('message', () => void answer());
say('ready');

async function answer() {
  const { typicalTask } = await import('../agents/typical-task.js');
  say(await typicalTask());
}
