import { AA_BLOCKS } from './cli.ts';
import { SPRINTS } from './sprints.ts';

/** What `muster --help` prints. */
export const HELP = `muster finds out, with numbers that hold, which coordination optimizations pay.

  muster validate [sprint...]   measure (only what changed), judge, decide, report
  muster report                 judge again from the recorded results, without measuring
  muster judge <results...>     derive every verdict again from the raw trials of these results
                                (files or folders) and hold it against what they say, bit for bit
  muster aa                     measure identical arms: how often this machinery errs on this host,
                                how fine it sees, and whether it finds a delay injected on purpose

Sprints: ${SPRINTS.map(({ id, package: folder }) => `${id} (${folder})`).join(', ')}. Without one, all.

validate and report
  --profile quick|standard|full  how much to measure; quick is no decision of record [standard]
  --resume                       go on with a run that was interrupted
  --force                        measure again though nothing changed
  --gate                         exit with 1 unless the decision is to proceed
aa
  --blocks <number>              how much to measure; ${AA_BLOCKS} take about two minutes [${AA_BLOCKS}]
  --seed <number>                what the order of the arms follows from [1]
  --keep-disturbed               judge also blocks in which others took too much of the processors;
                                 else they are dropped, and up to a third more measured instead
all
  --json                         print what was found as JSON on standard output

Examples
  muster validate                          the whole job, at the seed's sizes
  muster validate 3.1 --profile quick      one sprint, a first look
  muster report --json | jq .phase         the decision of the last run
  muster judge packages/pooling/results    do its verdicts follow from its data?

Exit codes: 0 done, and the answer is yes; 1 the answer is no (--gate: the decision is not to
proceed; judge: something differs; aa: more verdicts are false than may be); 2 could not be measured
or judged; 64 wrong usage; 70 a defect of muster; 130 interrupted.
Written: by validate and report, report/decision.json and report/report.md; else nothing
`;
