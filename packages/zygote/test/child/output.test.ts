import { testPrograms } from '../fixtures/child-compare.ts';
import { withoutLength } from '../fixtures/child-normal.ts';

const MEGABYTE = 1_048_576;

testPrograms({
  'a megabyte of output before process.exit': {
    source: `console.log('x'.repeat(${MEGABYTE})); process.exit();`,
    normalise: withoutLength,
  },
  'a megabyte of output, then process.exit when it is written': {
    source: `process.stdout.write('x'.repeat(${MEGABYTE}), () => process.exit(3));`,
    code: 3,
  },
  'a megabyte of output and of errors before the natural end': `console.log('x'.repeat(${MEGABYTE})); console.error('y'.repeat(${MEGABYTE}));`,
  'a megabyte of errors before process.exit': {
    source: `console.error('x'.repeat(${MEGABYTE})); process.exit(1);`,
    code: 1,
    normalise: withoutLength,
  },
  'a megabyte in many lines before the natural end': `for (let n = 0; n < 20_000; n++) console.log(n, 'x'.repeat(50));`,
  'output and errors one by one': `for (let n = 0; n < 500; n++) { console.log(n); console.error(n); process.stderr.write('w'); process.stdout.write('v'); }`,
});
