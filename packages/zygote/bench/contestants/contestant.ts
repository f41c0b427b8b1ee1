/** A process, or a thread of this one, that has been started and is ready. */
export interface Started {
  /** Undefined for a thread. */
  readonly pid: number | undefined;
  /** Has it do the typical task; resolves when it is done. */
  readonly task: () => Promise<unknown>;
  /** Ends it; resolves when it is gone. */
  readonly end: () => Promise<unknown>;
}

/** A way to start agents. */
export interface Contestant {
  readonly name: string;
  /** Resolves when it is ready: its first message is here, or hello and ready of an agent. */
  readonly start: () => Promise<Started>;
  readonly close: () => Promise<unknown>;
}
