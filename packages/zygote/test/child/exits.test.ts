import { testPrograms } from '../fixtures/child-compare.ts';
import { withoutExcerpt } from '../fixtures/child-normal.ts';

testPrograms({
  'a program with nothing to do ends with 0': { source: ``, prints: /^$/ },
  'process.exit without a code': `console.log('bye'); process.exit();`,
  'process.exit with a code': { source: `console.log('bye'); process.exit(7);`, code: 7 },
  'process.exit with a text for a code': {
    source: `console.log('bye'); process.exit('9');`,
    code: 9,
  },
  'process.exit with a code out of range': {
    source: `console.log('bye'); process.exit(258);`,
    code: 2,
  },
  'process.exit with a negative code': {
    source: `console.log('bye'); process.exit(-1);`,
    code: 255,
  },
  'process.exitCode': { source: `console.log('bye'); process.exitCode = 4;`, code: 4 },
  'process.exitCode as a text': { source: `console.log('bye'); process.exitCode = '4';`, code: 4 },
  'process.exit overrules process.exitCode': {
    source: `process.exitCode = 4; console.log('bye'); process.exit(5);`,
    code: 5,
  },
  'process.exit after process.exitCode without a code': {
    source: `process.exitCode = 4; console.log('bye'); process.exit();`,
    code: 4,
  },
  'process.reallyExit': {
    source: `process.on('exit', () => console.log('not heard')); console.log('bye'); process.reallyExit(3);`,
    code: 3,
  },
  'exit listeners hear the code, in their order': {
    source: `
      process.on('exit', (code) => console.log('first', code, process.exitCode));
      process.once('exit', (code) => console.log('second', code));
      process.prependListener('exit', (code) => console.log('zeroth', code));
      process.exit(2);`,
    code: 2,
  },
  'an exit listener changes the code': {
    source: `process.on('exit', () => { process.exitCode = 12; }); console.log('bye');`,
    code: 12,
  },
  'an exit listener calls process.exit': {
    source: `process.on('exit', (code) => { console.log('heard', code); process.exit(13); }); process.on('exit', () => console.log('not heard'));`,
    code: 13,
  },
  'an exit listener throws': {
    source: `process.on('exit', () => { throw new Error('at the end'); });`,
    code: 1,
    prints: /at the end/,
    normalise: withoutExcerpt,
  },
  'an exit listener throws when process.exit is called': {
    source: `process.on('exit', () => { throw new Error('at the end'); }); process.exit(3);`,
    code: 3,
    prints: /at the end/,
    normalise: withoutExcerpt,
  },
  'what an exit listener starts never comes': `process.on('exit', () => { setTimeout(() => console.log('never'), 0); setImmediate(() => console.log('never')); console.log('bye'); });`,
  'a listener added by an exit listener': `process.on('exit', () => { process.on('exit', () => console.log('late')); console.log('bye'); });`,
  'beforeExit is heard, and again when there was more to do': `
    let times = 0;
    process.on('beforeExit', (code) => { console.log('before', code); if (times++ < 2) setTimeout(() => {}, 1); });
    process.on('exit', (code) => console.log('exit', code));`,
  'beforeExit sees the code that was set': {
    source: `process.exitCode = 8; process.on('beforeExit', (code) => console.log(code, process.exitCode));`,
    code: 8,
  },
  'beforeExit is not heard when process.exit is called': `process.on('beforeExit', () => console.log('never')); console.log('bye'); process.exit();`,
  'a beforeExit listener that exits': {
    source: `process.on('beforeExit', () => { console.log('before'); process.exit(6); });`,
    code: 6,
  },
  'all listeners are removed before the end': `process.on('exit', () => console.log('never')); process.removeAllListeners(); console.log('bye');`,
  'emit is called by the program': `console.log(process.emit('beforeExit', 1), process.emit('exit', 5)); process.on('exit', (code) => console.log('heard', code)); console.log(process.emit('exit', 5));`,
  'process.on twice and off': `const hear = () => console.log('heard'); process.on('exit', hear); process.on('exit', hear); process.off('exit', hear);`,
});
