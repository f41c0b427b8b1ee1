/**
 * Variables that say which agent a process is. They are not for what it starts in turn; MUSTER_RUN,
 * by which descendants are found, is not among them.
 */
export const IDENTITY_VARIABLES = [
  'MUSTER_AGENT',
  'MUSTER_INCARNATION',
  'MUSTER_TOKEN',
  'MUSTER_CHANNEL',
  'MUSTER_SOCKET',
  'MUSTER_MAX_FRAME_BYTES',
] as const;

/** Where an agent's identity is read from: names and values, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Lets a process load an agent's module now and become an agent later, in a copy of itself. */
export interface Deferral {
  /**
   * Hears of each `serveAgent` call; `start` does what the call would have done, once it is time. The
   * identity is read from `environment`; only from `process.env`, the default, it is removed then.
   */
  register(start: (environment?: Environment) => void): void;
  /**
   * Hears of it when the code that serves is loaded; `rehearsal` serves one made-up agent that
   * answers each task with the task. A function is compiled when it is first called: what has been
   * rehearsed is compiled in every copy.
   */
  rehearse(rehearsal: (environment?: Environment) => void): void;
}

// Registered under a name, not held in this module: the zygote's copy of this package and the
// agent's may be two, one of sources and one built.
const KEY = Symbol.for('@muster/deferral');
const shared = globalThis as { [KEY]?: Deferral | undefined };

/** From here on `serveAgent` only registers with `deferral`; with undefined it serves at once again. */
export function setDeferral(deferral: Deferral | undefined): void {
  shared[KEY] = deferral;
}

/** The deferral that holds at the moment, if any. */
export function currentDeferral(): Deferral | undefined {
  return shared[KEY];
}

/** Something that is begun later, and asked for only then. */
export interface Beginning<Begun> {
  readonly start: (environment?: Environment) => void;
  /** Throws Error until it has been started. */
  readonly current: () => Begun;
}

/** Puts the beginning of an agent off until `start` is called. */
export function createBeginning<Begun>(
  begin: (environment: Environment) => Begun,
): Beginning<Begun> {
  let begun: Begun | undefined;
  return {
    start: (environment = process.env) => {
      begun = begin(environment);
    },
    current: () => {
      if (begun !== undefined) return begun;
      throw new Error('there is no agent yet: its module is being preloaded, to be forked later');
    },
  };
}
