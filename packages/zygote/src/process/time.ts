/**
 * Makes this process's own age count from the call of the function it returns. Node's starts with the
 * zygote, and cannot be set. Marks and measures of performance still count from the zygote's start.
 */
export function takeOverTime(): () => void {
  const prototype = Object.getPrototypeOf(performance) as { now: (this: Performance) => number };
  const { now } = prototype;
  const uptime = process.uptime.bind(process);
  const { timeOrigin } = performance;
  // Both count from the same clock; in a fresh child this one is the quicker to read.
  const startedAtMs = hrtimeMs() - performance.now();
  let lateByMs = 0;
  prototype.now = function (): number {
    return Reflect.apply(now, this, []) - lateByMs;
  };
  Object.defineProperty(prototype, 'timeOrigin', {
    get: () => timeOrigin + lateByMs,
    configurable: true,
    enumerable: true,
  });
  process.uptime = () => uptime() - lateByMs / 1000;
  return () => {
    lateByMs = hrtimeMs() - startedAtMs;
  };
}

function hrtimeMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
