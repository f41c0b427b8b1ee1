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
  // All count on the same clock, from moments of their own; in a fresh child this one is the quickest
  // to read. The age is read first: nobody shall ever be younger than nothing.
  const [ageMs, readAtMs] = [performance.now(), hrtimeMs()];
  const [uptimeMs, readUptimeAtMs] = [uptime() * 1000, hrtimeMs()];
  let lateByMs = 0;
  let uptimeLateByMs = 0;
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
  process.uptime = () => uptime() - uptimeLateByMs / 1000;
  return () => {
    const nowMs = hrtimeMs();
    lateByMs = nowMs - readAtMs + ageMs;
    uptimeLateByMs = nowMs - readUptimeAtMs + uptimeMs;
  };
}

function hrtimeMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
