/** What the command's exit codes mean; the README and the help say the same. */
export const EXIT = {
  /** Measured and judged; with `--gate`, the decision is to proceed. */
  validated: 0,
  /** `--gate` was asked for and the decision is another. */
  gated: 1,
  /** A verdict that was judged again, or what it rests on, differs from what is recorded. */
  differs: 1,
  /** Between identical arms, more verdicts were false than may be. */
  errs: 1,
  /** Something could not be measured, or its results cannot be used. */
  notMeasured: 2,
  /** The command line is wrong. */
  usage: 64,
  /** A defect of Muster's own. */
  defect: 70,
  /** Stopped by Ctrl-C. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
