import { describe, expect, test } from 'vitest';
import { decide } from '../src/decide.ts';
import { lengthOf } from '../src/document/length.ts';
import { documentOf } from '../src/document/model.ts';
import { renderText } from '../src/document/terminal.ts';
import { HOSTILE } from './support/hostile.ts';
import { record } from './support/recorded.ts';

const longest = (text: string): number =>
  Math.max(...text.split('\n').map((line) => lengthOf(line)));

test('a decision reads in a terminal', async () => {
  const recorded = await record({ coldMs: 18, simulated: ['Agents are numbers.'] });
  expect(renderText(documentOf(decide([recorded])))).toMatchInlineSnapshot(`
    "
    Optimization validation: not decided yet
    ========================================

    0 of 4 optimizations meet their targets; what is open could still change the decision: 3.2, 3.3, 3.4
    not measured.

      sprint  optimization   verdict  improvement             target          response
      3.1     Agent pooling  not met  1.82x (1.81x to 1.84x)  2x, ideally 5x  adjust target

    3.1 Agent pooling: not met
    --------------------------

    A leased agent is ready sooner. 6 blocks; intervals with 90.6 % confidence.

      criterion           measured                bound          verdict
      At least 2x         1.82x (1.81x to 1.84x)  at least 2x    not met
      At least 70 % hits  90 % (90 % to 90 %)     at least 70 %  met

    - spawn-time: The interval 1.81x to 1.84x lies wholly below 2x, not at least 2x. (Hodges-Lehmann,
      exact signed rank, of the logarithms of paired ratios)
    - hit-rate: The interval 90 % to 90 % lies wholly above 70 %. (Hodges-Lehmann, exact signed rank)

    Response: adjust target. Not met: spawn-time; the plan: 'Adjust Phase 3 target from "2-5×" to
    empirical result', which is 1.81-1.84×. Target to plan with: 1.81-1.84×.

      beside it           measured  interval
      A cold start takes  18.3 ms   18.1 ms to 18.4 ms

    - Simulated: Agents are numbers.

    Measured on
    -----------

    - 2 × Example CPU, 16 GiB, linux 6.1.0, Node v26.10.0
    - fingerprint c7f93285683c339e, commit c0ffee, profile standard, ended 2000-01-01T00:00:00.000Z
    "
  `);
});

test('a count of verdicts says that it is not corrected for their number', async () => {
  const said = async (coldMs: number): Promise<string> =>
    renderText(documentOf(decide([await record({ coldMs })]))).replaceAll(/\s+/g, ' ');
  expect(await said(30)).toMatch(
    /1 of 4 optimizations meet their targets .* not measured\. The count takes the verdicts as they are, uncorrected for how many they are: it decides what to do\. Taken as a claim /,
  );
  expect(await said(18)).not.toContain('uncorrected');
});

test('the quick profile says so before any number', async () => {
  const text = renderText(documentOf(decide([await record({ profile: 'quick' })])));
  const [before] = text.split('  sprint ');
  expect(before).toContain('this is no decision of record.');
  expect(before).not.toMatch(/\dx/);
});

test('what was not measured has its reason, and no number', async () => {
  const text = renderText(documentOf(decide([await record({ failure: 'the agent was lost' })])));
  expect(text).toMatch(/^ {2}At least 2x +not measured +at least 2x +invalid$/m);
  expect(text).toContain('the agent was lost');
  expect(text).toContain('A leased agent is ready sooner. 6 blocks.');
});

describe('a table', () => {
  const long = 'word '.repeat(60).trim();

  test('wraps its widest cells to 100 columns and keeps its columns', () => {
    const rows = [
      [long, 'a', long],
      ['short', 'b', 'x'.repeat(250)],
    ];
    const text = renderText([{ kind: 'table', head: ['one', 'two', 'three'], rows }]);
    expect(longest(text)).toBeLessThanOrEqual(100);
    expect(text.match(/word/g)).toHaveLength(120);
    expect(text.match(/x/g)).toHaveLength(250);
    const at = text
      .split('\n')
      .find((line) => line.includes('two'))
      ?.indexOf('two');
    for (const line of text.split('\n').filter((each) => / [ab] /.test(each))) {
      expect(line.search(/ [ab] /) + 1).toBe(at);
    }
  });

  test('counts characters, not code units', () => {
    const text = renderText([{ kind: 'table', head: ['𝒙𝒙𝒙', 'y'], rows: [['abc', 'z']] }]);
    expect(text).toBe('\n  𝒙𝒙𝒙  y\n  abc  z\n');
  });
});

test('titles, paragraphs and lists wrap to 100 columns, and a word longer than that is cut', () => {
  const text = `${'word '.repeat(60)}${'x'.repeat(250)}`;
  const rendered = renderText([
    { kind: 'title', text },
    { kind: 'heading', text },
    { kind: 'paragraph', text },
    { kind: 'list', items: [text, 'short'] },
  ]);
  expect(longest(rendered)).toBe(100);
  expect(rendered.match(/x/g)).toHaveLength(1_000);
});

test.each(HOSTILE)('no text can do more in a terminal than be read: %j', async (text) => {
  const options = { claim: text, statement: text, failure: text, simulated: [text] };
  const rendered = renderText(documentOf(decide([await record(options)])));
  expect(rendered).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}]/u);
  expect(longest(rendered)).toBeLessThanOrEqual(100);
});
