import type { JournalHeader } from './journal-lines.ts';
import type { MachineFingerprint } from '../machine/machine.ts';
import type { Plan } from '../plan/plan.ts';
import type { Provenance } from '../machine/provenance.ts';

/** What would be measured now. */
export interface Present {
  readonly plan: Plan;
  readonly provenance: Provenance;
  readonly machine: MachineFingerprint;
}

/**
 * In what the present differs from what a journal or a result was measured with, one sentence for
 * each of plan, code and machine, with from what to what; none when measurements may be put
 * together. The commit does not count: the same code under another commit is the same code.
 */
export function differencesFrom(
  recorded: Pick<JournalHeader, 'plan' | 'provenance' | 'machine'>,
  present: Present,
): readonly string[] {
  return [
    ...planDifference(recorded.plan, present.plan),
    ...codeDifference(recorded.provenance, present.provenance),
    ...machineDifference(recorded.machine, present.machine),
  ];
}

function planDifference(before: JournalHeader['plan'], now: Plan): string[] {
  if (before.planHash === now.planHash) return [];
  if (before.profile !== now.profile) {
    return [`the plan is another: its profile was ${before.profile} and is ${now.profile}`];
  }
  const changed = changedKeys(before.parts, now.parts).join(', ');
  return [
    `the plan is another: ${changed} changed (plan ${short(before.planHash)} to ${short(now.planHash)})`,
  ];
}

function codeDifference(before: JournalHeader['provenance'], now: Provenance): string[] {
  if (before.origin !== now.origin) {
    return [`the code is another: ${before.origin} was measured and ${now.origin} would be`];
  }
  if (before.codeDigest === now.codeDigest) return [];
  const changed = changedKeys(before.code, now.code).join(', ');
  return [
    `the code is another: ${changed} changed (code ${short(before.codeDigest)} to ${short(now.codeDigest)})`,
  ];
}

function machineDifference(before: MachineFingerprint, now: MachineFingerprint): string[] {
  if (before.id === now.id) return [];
  const facts = (Object.keys(now) as (keyof MachineFingerprint)[])
    .filter((fact) => fact !== 'id' && before[fact] !== now[fact])
    .map((fact) => `${fact} was ${shown(before[fact])} and is ${shown(now[fact])}`);
  return [`the machine is another: ${facts.join(', ')} (machine ${before.id} to ${now.id})`];
}

function changedKeys(
  before: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...keys].filter((key) => before[key] !== now[key]).toSorted();
}

function shown(fact: string | number): string {
  return /^[0-9a-f]{64}$/.test(String(fact)) ? short(String(fact)) : String(fact);
}

function short(digest: string): string {
  return digest.slice(0, 12);
}
