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

// Compiled here, not in each child.
note('begun');
deferral.register(() => {
  note('begun');
  // The first thing an agent writes is its hello, and whoever waits for it wakes within that call.
  Socket.prototype.write = function (...words) {
    delete Socket.prototype.write;
    note('speaks');
    return this.write(...words);
  };
});
serveAgent({ onTask: () => moments });
deferral.register(() => note('served'));
