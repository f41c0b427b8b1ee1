/**
 * An agent by hand: it says over its channel what its arguments say, and then stays until that
 * closes, or, with "--stay", for ever. "hello" is a right hello; "hello:{…}" one with other fields;
 * "exit:n" and "die:SIGNAL" end it; anything else goes out as it is, as a line.
 */
import { connect, Socket } from 'node:net';

const { MUSTER_AGENT, MUSTER_INCARNATION, MUSTER_TOKEN, MUSTER_SOCKET, MUSTER_CHANNEL } =
  process.env;
const hello = {
  type: 'hello',
  protocol: 1,
  agent: MUSTER_AGENT,
  incarnation: Number(MUSTER_INCARNATION),
  token: MUSTER_TOKEN,
};
const words = process.argv.slice(2);
const lines = words
  .filter((word) => !/^(?:--|exit:|die:)/.test(word))
  .map((word) => {
    if (!word.startsWith('hello')) return word;
    return JSON.stringify({ ...hello, ...(JSON.parse(word.slice(6) || '{}') as object) });
  });

const channel =
  MUSTER_CHANNEL === undefined
    ? connect(MUSTER_SOCKET!)
    : new Socket({ fd: Number(MUSTER_CHANNEL) });
channel.on('error', () => undefined);
channel.resume();
if (words.includes('--stay')) setInterval(() => undefined, 1_000);
// In one write, so that the coordinator reads them together.
channel.write(lines.map((line) => `${line}\n`).join(''), () => {
  const [, how, what = ''] = /^(exit|die):(\w+)$/m.exec(words.join('\n')) ?? [];
  process.stderr.write(words.includes('--last-words') ? 'one\ntwo\n' : '');
  if (how === 'exit') process.exit(Number(what));
  if (how === 'die') process.kill(process.pid, what);
});
if (words.includes('--close')) setTimeout(() => channel.destroy(), 50);
