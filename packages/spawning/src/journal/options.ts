export interface JournalOptions {
  /** The file, which is made if it is not there, and added to if it is. */
  readonly path: string;
  /**
   * Who is not started again, of those the file knows: agents that `ended` by themselves or by
   * their user's stop with exit code 0; or, besides, those that `failed`, their tries used up. @default 'ended'
   */
  readonly skip?: 'ended' | 'ended and failed' | undefined;
  /**
   * Whether each line is on the disk before its agent is given out: then no power cut makes it lie, and
   * each agent costs a write to the disk. Without, it withstands a `kill -9`. @default false
   */
  readonly sync?: boolean | undefined;
}
