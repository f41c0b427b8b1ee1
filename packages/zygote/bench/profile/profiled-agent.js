// An agent on the runtime that notes when its start reached it, and what that had cost so far. Its
// task is to tell.
import { Socket } from 'node:net';
import { serveAgent } from '@muster/agent-runtime/serve';

const deferral = globalThis[Symbol.for('@muster/deferral')];
const moments = {};

function note(moment) {
  const atNs = Number(process.hrtime.bigint());
  const { minorPageFault, userCPUTime, systemCPUTime } = process.resourceUsage();
  moments[moment] = { atNs, faults: minorPageFault, processorUs: userCPUTime + systemCPUTime };
}

// The first thing an agent writes is its hello, and whoever waits for it wakes within that call. In
// place before the first fork: to change what V8 takes for settled would cost each child.
let silent = false;
const write = Reflect.get(Socket.prototype, 'write');
Socket.prototype.write = function (...words) {
  if (silent) {
    silent = false;
    note('speaks');
  }
  return Reflect.apply(write, this, words);
};

// Compiled here, not in each child.
note('begun');
deferral.register(() => {
  note('begun');
  silent = true;
});
serveAgent({ onTask: () => moments });
// By then the rest of the environment is there too.
deferral.register(() => process.nextTick(note, 'served'));
