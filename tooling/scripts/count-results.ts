/**
 * Adds up what CI ran: every test that vitest reports, the style and type check as one, and the smoke
 * measurement as one. A step that failed without a count of its own counts as one failure, so the sum
 * cannot look better than the run was. What failed is said once more, at the end of a long log, where
 * it is looked for. The last line is the verdict; the exit code agrees with it.
 */
import { globSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readDecision } from '../../apps/validator/src/decision-file.ts';

const { values } = parseArgs({
  options: {
    tests: { type: 'string' },
    matrix: { type: 'string' },
    check: { type: 'string' },
    smoke: { type: 'string' },
  },
});

let [passed, failed] = [0, 0];
const count = (ok: boolean): void => {
  if (ok) passed += 1;
  else failed += 1;
};

for (const file of globSync('{packages,apps,tooling}/*/test-results*.json')) {
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(file, 'utf8'));
  passed += Number(numPassedTests);
  failed += Number(numFailedTests);
  for (const { name, message, assertionResults } of testResults) {
    if (message) tell(file, name, [message]);
    for (const { status, fullName, failureMessages } of assertionResults) {
      if (status === 'failed') tell(file, fullName, failureMessages);
    }
  }
}
for (const file of globSync('{packages,apps,tooling}/*/test-errors*.json')) {
  const errors: readonly string[] = JSON.parse(readFileSync(file, 'utf8'));
  failed += errors.length;
  if (errors.length > 0) tell(file, 'outside of any test', errors);
}
const broken = Object.entries(values).filter(([, code]) => code !== '0');
for (const [step, code] of broken) console.log(`\n${step} ended with exit code ${code}`);
const untold = failed === 0 && (values.tests !== '0' || values.matrix !== '0');
if (!(passed > 0) || untold) failed += 1;
count(values.check === '0');
count(values.smoke === '0' && wellFormed());

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function tell(file: string, what: string, problems: readonly string[]): void {
  console.log(`\n${file}: ${what}\n${problems.join('\n')}`);
}

/** The smoke's verdicts may be any; that they are there and readable is what is tested. */
function wellFormed(): boolean {
  try {
    const { sprints } = readDecision('report/decision.json');
    const first = sprints.find(({ id }) => id === '3.1');
    // Three criteria, each as often as there are launchers to judge it with.
    return new Set(first?.criteria.map(({ id }) => id)).size === 3;
  } catch (error) {
    console.error(error);
    return false;
  }
}
