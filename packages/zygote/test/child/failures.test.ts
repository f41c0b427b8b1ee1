import { testPrograms } from '../fixtures/child-compare.ts';
import { withoutExcerpt } from '../fixtures/child-normal.ts';

testPrograms({
  'an uncaught error': {
    source: `console.log('before'); setTimeout(() => { throw new TypeError('oh no'); }, 1);`,
    code: 1,
    prints: /oh no/,
    normalise: withoutExcerpt,
  },
  'an uncaught error at the top': {
    source: `function inner() { throw new RangeError('at the top'); }\ninner();`,
    code: 1,
    prints: /at the top/,
    normalise: withoutExcerpt,
  },
  'an uncaught error at the top of CommonJS': {
    kind: 'cjs',
    source: `function inner() { throw new RangeError('at the top'); }\ninner();`,
    code: 1,
    prints: /at the top/,
    normalise: withoutExcerpt,
  },
  'an uncaught error with a cause and fields': {
    source: `setImmediate(() => { throw Object.assign(new Error('outer', { cause: new Error('inner') }), { code: 'E_MINE' }); });`,
    code: 1,
    prints: /E_MINE/,
    normalise: withoutExcerpt,
  },
  'something uncaught that is no error': {
    source: `setImmediate(() => { throw { what: 'object' }; });`,
    code: 1,
    prints: /what/,
    normalise: withoutExcerpt,
  },
  'null uncaught': {
    source: `setImmediate(() => { throw null; });`,
    code: 1,
    prints: /null/,
    normalise: withoutExcerpt,
  },
  'a text uncaught': {
    source: `setImmediate(() => { throw 'a text'; });`,
    code: 1,
    prints: /a text/,
    normalise: withoutExcerpt,
  },
  'an uncaught error is heard by exit listeners': {
    source: `process.on('exit', (code) => console.log('exit', code)); setImmediate(() => { throw new Error('oh no'); });`,
    code: 1,
    normalise: withoutExcerpt,
  },
  'an exit listener sets another code for an uncaught error': {
    source: `process.on('exit', () => { process.exitCode = 50; }); setImmediate(() => { throw new Error('oh no'); });`,
    code: 50,
    normalise: withoutExcerpt,
  },
  'exitCode was set before an uncaught error': {
    source: `process.exitCode = 50; setImmediate(() => { throw new Error('oh no'); });`,
    code: 1,
    normalise: withoutExcerpt,
  },
  'an exit listener exits after an uncaught error': {
    source: `process.on('exit', () => { console.log('heard'); process.exit(51); }); setImmediate(() => { throw new Error('oh no'); });`,
    code: 51,
    normalise: withoutExcerpt,
  },
  'an exit listener throws after an uncaught error': {
    source: `process.on('exit', () => { throw new Error('second'); }); setImmediate(() => { throw new Error('first'); });`,
    code: 1,
    prints: /first/,
    normalise: withoutExcerpt,
  },
  'a listener for uncaught exceptions goes on': `process.on('uncaughtException', (error, origin) => console.log(error.message, origin)); setTimeout(() => console.log('went on'), 5); setImmediate(() => { throw new Error('caught'); });`,
  'a listener for uncaught exceptions throws': {
    source: `process.on('uncaughtException', () => { throw new Error('again'); }); setImmediate(() => { throw new Error('first'); });`,
    code: 7,
    prints: /again/,
    normalise: withoutExcerpt,
  },
  'uncaughtExceptionMonitor is heard': {
    source: `process.on('uncaughtExceptionMonitor', (error, origin) => console.log(error.message, origin)); setImmediate(() => { throw new Error('watched'); });`,
    code: 1,
    normalise: withoutExcerpt,
  },
  'a capture callback for uncaught exceptions': `process.setUncaughtExceptionCaptureCallback((error) => console.log('captured', error.message)); setImmediate(() => { throw new Error('oh no'); });`,
  'an unhandled rejection': {
    source: `Promise.reject(new Error('rejected'));`,
    code: 1,
    prints: /rejected/,
    normalise: withoutExcerpt,
  },
  'an unhandled rejection with no error': {
    source: `Promise.reject(17);`,
    code: 1,
    prints: /ERR_UNHANDLED_REJECTION/,
    normalise: withoutExcerpt,
  },
  'an unhandled rejection that is listened to': `process.on('unhandledRejection', (reason) => console.log('heard', reason.message)); Promise.reject(new Error('rejected'));`,
  'a rejection that is handled late': {
    source: `const late = Promise.reject(new Error('late')); setTimeout(() => late.catch(() => console.log('never')), 10);`,
    code: 1,
    prints: /late/,
    normalise: withoutExcerpt,
  },
  'an await at the top that rejects': {
    source: `await Promise.reject(new Error('awaited'));`,
    code: 1,
    prints: /awaited/,
    normalise: withoutExcerpt,
  },
  'an await at the top that never settles': {
    source: `console.log('before'); await new Promise(() => {});`,
    code: 13,
    prints: /unsettled top-level await/,
    normalise: withoutExcerpt,
  },
  'an await at the top that never settles, with an exit code': {
    source: `process.exitCode = 3; console.log('before'); await new Promise(() => {});`,
    code: 3,
    normalise: withoutExcerpt,
  },
  'an await at the top that never settles is heard by exit listeners': {
    source: `process.on('exit', (code) => console.log('exit', code)); await new Promise(() => {});`,
    code: 13,
    normalise: withoutExcerpt,
  },
  'an error in the syntax': {
    source: `const = 1;`,
    code: 1,
    prints: /SyntaxError/,
    normalise: withoutExcerpt,
  },
  'an import that does not exist': {
    source: `import './nowhere.mjs';`,
    code: 1,
    prints: /ERR_MODULE_NOT_FOUND/,
    normalise: withoutExcerpt,
  },
  'a stack overflow': {
    source: `const down = () => down() + 1; try { down(); } catch (error) { console.log(error.name); }`,
  },
});
