import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Line } from '../../../tooling/soak/lines.ts';
import type { Findings } from '../soak/judge.ts';

const SOAK = fileURLToPath(new URL('../soak/soak.ts', import.meta.url));

type Soak = ChildProcessByStdio<null, Readable, Readable>;

interface Report extends Findings {
  readonly lines: readonly Line[];
}

const startSoak = (...args: string[]): Soak =>
  spawn(process.execPath, [SOAK, '--json', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });

async function reportOf(soak: Soak): Promise<{ code: number | null; report: Report }> {
  const [out, [code]] = await Promise.all([text(soak.stdout), once(soak, 'exit')]);
  return { code: code as number | null, report: JSON.parse(out) as Report };
}

test('2,000 leases with kills in between: all settle, nothing grows, nothing is left', async () => {
  const soak = startSoak('--leases', '2000', '--crash-every', '500', '--size', '3');
  soak.stderr.resume();
  const { code, report } = await reportOf(soak);
  expect(report.lines.filter(({ met }) => !met)).toEqual([]);
  expect(report.heard.examples).toEqual([]);
  expect([code, report.heard.leases, report.samples.length]).toEqual([0, 2000, 10]);
});

test('Ctrl-C ends a soak in order, with what was found so far', async () => {
  const soak = startSoak('--leases', '10000', '--size', '2');
  soak.stderr.once('data', () => soak.kill('SIGINT'));
  const { code, report } = await reportOf(soak);
  expect(code).toBe(130);
  expect(report.heard.leases).toBeGreaterThan(0);
  expect(report.heard.leases).toBeLessThan(10_000);
  expect([report.heard.asked - report.heard.settled, report.leftover]).toEqual([0, 0]);
  expect(report.lines).toEqual([]);
});

test.each([
  ['--leases=x', '`--leases` must be a positive integer, got x\n'],
  ['--foo', expect.stringMatching(/^Unknown option '--foo'.*\n$/) as string],
])('a soak with %s says so in a line', async (flag, line) => {
  const soak = startSoak(flag);
  const [told, [code]] = await Promise.all([text(soak.stderr), once(soak, 'exit')]);
  expect([code, told]).toEqual([2, line]);
});
