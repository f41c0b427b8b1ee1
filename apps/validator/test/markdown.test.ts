import { describe, expect, test } from 'vitest';
import { decide } from '../src/decide.ts';
import { renderMarkdown } from '../src/document/markdown.ts';
import { documentOf } from '../src/document/model.ts';
import { HOSTILE } from './support/hostile.ts';
import { record } from './support/recorded.ts';

test('a decision reads as a page', async () => {
  const recorded = await record({ coldMs: 18, simulated: ['Agents are numbers.'] });
  expect(renderMarkdown(documentOf(decide([recorded])))).toMatchInlineSnapshot(`
    "# Optimization validation: not decided yet

    0 of 4 optimizations meet their targets; what is open could still change the decision: 3.2, 3.3, 3.4 not measured.

    | sprint | optimization | verdict | improvement | target | response |
    | --- | --- | --- | --- | --- | --- |
    | 3.1 | Agent pooling | not met | 1.82x (1.81x to 1.84x) | 2x, ideally 5x | adjust target |

    ## 3.1 Agent pooling: not met

    A leased agent is ready sooner. 6 blocks; intervals with 90.6 % confidence.

    | criterion | measured | bound | verdict |
    | --- | --- | --- | --- |
    | At least 2x | 1.82x (1.81x to 1.84x) | at least 2x | not met |
    | At least 70 % hits | 90 % (90 % to 90 %) | at least 70 % | met |

    - spawn-time: The interval 1.81x to 1.84x lies wholly below 2x, not at least 2x. (Hodges-Lehmann, exact signed rank, of the logarithms of paired ratios)
    - hit-rate: The interval 90 % to 90 % lies wholly above 70 %. (Hodges-Lehmann, exact signed rank)

    Response: adjust target. Not met: spawn-time; the plan: 'Adjust Phase 3 target from "2-5×" to empirical result', which is 1.81-1.84×. Target to plan with: 1.81-1.84×.

    | beside it | measured | interval |
    | --- | --- | --- |
    | A cold start takes | 18.3 ms | 18.1 ms to 18.4 ms |

    - Simulated: Agents are numbers.

    ## Measured on

    - 2 × Example CPU, 16 GiB, linux 6.1.0, Node v26.10.0
    - fingerprint c7f93285683c339e, commit c0ffee, profile standard, ended 2000-01-01T00:00:00.000Z
    "
  `);
});

describe('text stays text', () => {
  test.each([
    ['a | b', String.raw`a \| b`],
    [String.raw`a \| b`, String.raw`a \\\| b`],
    ['`code`', '\\`code\\`'],
    ['<b>&lt;', String.raw`\<b\>\&lt;`],
    ['one\n\n# two', String.raw`one \# two`],
    ['[a](b)', String.raw`\[a\](b)`],
    ['see https://x.org, www.x.org', String.raw`see https\://x.org, www\.x.org`],
    ['@team ~~x~~', String.raw`\@team \~\~x\~\~`],
    ['\u001b[31m', String.raw`␛\[31m`],
    ['2.31x (1.98x to 2.70x), 5 - 3 = 2', '2.31x (1.98x to 2.70x), 5 - 3 = 2'],
  ])('%j becomes %j', (text, escaped) => {
    expect(renderMarkdown([{ kind: 'paragraph', text }])).toBe(`${escaped}\n`);
    expect(renderMarkdown([{ kind: 'heading', text }])).toBe(`## ${escaped}\n`);
    expect(renderMarkdown([{ kind: 'table', head: [text], rows: [[text]] }])).toBe(
      `| ${escaped} |\n| --- |\n| ${escaped} |\n`,
    );
  });

  test.each([
    ['- no list', String.raw`\- no list`],
    ['+ no list', String.raw`\+ no list`],
    ['---', String.raw`\---`],
    ['===', String.raw`\===`],
    ['1. no list', String.raw`1\. no list`],
    ['3) no list', String.raw`3\) no list`],
    ['3.1 not measured', '3.1 not measured'],
  ])('at the start of a line %j becomes %j', (text, escaped) => {
    expect(renderMarkdown([{ kind: 'paragraph', text }])).toBe(`${escaped}\n`);
    expect(renderMarkdown([{ kind: 'list', items: [text] }])).toBe(`- ${escaped}\n`);
  });
});

test.each(HOSTILE)('no text changes the shape of the page: %j', async (text) => {
  const shapeOf = (page: string): readonly string[] =>
    page.split('\n').map((line) => /^(#+ |- |\|)?/.exec(line)?.[0] ?? '');
  const pageWith = async (word: string): Promise<string> => {
    const options = { claim: word, statement: word, failure: word, simulated: [word] };
    return renderMarkdown(documentOf(decide([await record(options)])));
  };
  const page = await pageWith(text);
  expect(shapeOf(page)).toEqual(shapeOf(await pageWith('harmless')));
  expect(page).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}]/u);
  expect(page.replaceAll(/\\[^\n]/g, '')).not.toMatch(/[<>`[\]@]|:\/\/|www\./);
});
