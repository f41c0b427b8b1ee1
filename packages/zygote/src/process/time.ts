interface Timeline {
  now: (this: Timeline) => number;
  mark: (this: Timeline, name: string, options?: object) => unknown;
  measure: (this: Timeline, name: string, from?: string | object, to?: string) => unknown;
}

/**
 * Makes this process's own age count from the call of the function it returns. Node's starts with the
 * zygote, and cannot be set: what `performance` says is shifted, and its marks and measures with it.
 */
export function takeOverTime(): () => void {
  const prototype = Object.getPrototypeOf(performance) as Timeline;
  const { now, mark, measure } = prototype;
  const uptime = process.uptime.bind(process);
  const { timeOrigin } = performance;
  // Both count from the same clock; in a fresh child this one is the quicker to read.
  const startedAtMs = hrtimeMs() - performance.now();
  let lateByMs = 0;
  prototype.now = function (): number {
    return Reflect.apply(now, this, []) - lateByMs;
  };
  prototype.mark = function (name, options): unknown {
    return Reflect.apply(mark, this, [name, { startTime: this.now(), ...options }]);
  };
  prototype.measure = function (name, from, to): unknown {
    const toNow = { end: this.now() };
    if (typeof from === 'object') {
      const bounded = 'end' in from || 'duration' in from;
      return Reflect.apply(measure, this, [name, bounded ? from : { ...toNow, ...from }]);
    }
    if (to !== undefined) return Reflect.apply(measure, this, [name, from, to]);
    const options = from === undefined ? { start: 0, ...toNow } : { start: from, ...toNow };
    return Reflect.apply(measure, this, [name, options]);
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
