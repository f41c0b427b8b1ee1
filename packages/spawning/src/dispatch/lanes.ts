/** The jobs of one burst that wait for their start. */
export interface Lane<Job> {
  /** At the end of the lane. */
  add(job: Job): void;
  /** At its head: it has waited before. */
  putBack(job: Job): void;
  /** Takes all out. */
  clear(): readonly Job[];
  readonly length: number;
}

/** The lanes of all bursts of a spawner. */
export interface Lanes<Job> {
  /** A lane that gets starts by its weight, as long as it has jobs. */
  readonly open: (weight: number) => Lane<Job>;
  next(): Job | undefined;
  /** Jobs in all lanes. */
  readonly length: number;
}

interface Queue<Job> {
  jobs: Job[];
  /** Jobs before it have been taken. */
  head: number;
  readonly stride: number;
  pass: number;
}

/**
 * Takes from each lane in proportion to its weight: the lane that is furthest behind is next (stride
 * scheduling, Waldspurger and Weihl, 1995). One that was empty joins where the others are, so that
 * nobody saves up starts.
 */
export function createLanes<Job>(): Lanes<Job> {
  const busy = new Set<Queue<Job>>();
  let now = 0;
  let length = 0;

  function awake(queue: Queue<Job>): void {
    length++;
    if (busy.has(queue)) return;
    queue.pass = Math.max(queue.pass, now);
    busy.add(queue);
  }

  return {
    get length() {
      return length;
    },
    open: (weight) => {
      const queue: Queue<Job> = { jobs: [], head: 0, stride: 1 / weight, pass: 0 };
      return {
        get length() {
          return queue.jobs.length - queue.head;
        },
        add: (job) => {
          queue.jobs.push(job);
          awake(queue);
        },
        putBack: (job) => {
          if (queue.head > 0) queue.jobs[--queue.head] = job;
          else queue.jobs.unshift(job);
          awake(queue);
        },
        clear: () => {
          const jobs = queue.jobs.slice(queue.head);
          queue.jobs = [];
          queue.head = 0;
          busy.delete(queue);
          length -= jobs.length;
          return jobs;
        },
      };
    },
    next: () => {
      let first: Queue<Job> | undefined;
      for (const queue of busy) if (first === undefined || queue.pass < first.pass) first = queue;
      if (first === undefined) return undefined;
      now = first.pass;
      first.pass += first.stride;
      length--;
      const job = first.jobs[first.head++]!;
      if (first.head === first.jobs.length) {
        first.jobs = [];
        first.head = 0;
        busy.delete(first);
      }
      return job;
    },
  };
}
