import { testPrograms } from '../fixtures/child-compare.ts';
import { withoutExcerpt, withoutPid } from '../fixtures/child-normal.ts';

testPrograms({
  'import.meta.main is true in the main module': `console.log(import.meta.main);`,
  'import.meta.main is false in a module beside it': `import { main } from './beside.mjs'; console.log(main);`,
  'import.meta has its fields': `console.log({ ...import.meta, resolve: typeof import.meta.resolve });`,
  'argv[1] is the main module': `console.log(process.argv[1] === import.meta.filename);`,
  'require.main is the main module': {
    kind: 'cjs',
    source: `console.log(require.main === module, process.mainModule === module, module.id, module.parent, module.filename === __filename, process.argv[1] === __filename);`,
  },
  'a CommonJS module beside the main one': {
    kind: 'cjs',
    source: `console.log(require('./beside.cjs'), module.children.length);`,
  },
  'this and the words around a CommonJS module': {
    kind: 'cjs',
    source: `console.log(this === exports, arguments.length, typeof require.resolve, module.paths.length, module.loaded);`,
  },
  'CommonJS has no import.meta': {
    kind: 'cjs',
    source: `console.log(typeof __dirname, typeof __filename, require.extensions !== undefined);`,
  },
  'import of a module that is not preloaded': `const { answer } = await import('./beside.mjs'); console.log(answer);`,
  'import of CommonJS': `import beside from './beside.cjs'; console.log(beside);`,
  'import of JSON': `import beside from './beside.json' with { type: 'json' }; console.log(beside);`,
  'require of JSON': { kind: 'cjs', source: `console.log(require('./beside.json'));` },
  'require of a module': { kind: 'cjs', source: `console.log(require('./beside.mjs').answer);` },
  'import from CommonJS': {
    kind: 'cjs',
    source: `import('./beside.mjs').then(({ answer }) => console.log(answer));`,
  },
  createRequire: `import { createRequire } from 'node:module'; console.log(createRequire(import.meta.url)('./beside.json'));`,
  'import of a data: URL': `console.log((await import('data:text/javascript,export default 6 * 7')).default);`,
  'import of a module that is no module': {
    source: `await import('./bad-syntax.mjs').catch((error) => console.log(error.name, error.message));`,
  },
  'import of a module that is not there': `await import('./nowhere.mjs').catch((error) => console.log(error.code));`,
  'import of a package that is not there': `await import('no-such-package').catch((error) => console.log(error.code));`,
  'import of all of Node': `
    import { builtinModules } from 'node:module';
    const names = [];
    for (const name of builtinModules) if (!/^_|inspector|wasi|sys$|punycode|sqlite|trace_events|test|sea|quic|ffi/.test(name)) names.push([name, typeof await import('node:' + name)]);
    console.log(names.join());`,
  'the same module twice is the same': `console.log(await import('./beside.mjs') === await import('./beside.mjs'));`,
  'TypeScript is stripped': {
    kind: 'mts',
    source: `const words: readonly string[] = ['stripped']; interface Gone { readonly of: number } console.log(words as unknown as Gone);`,
  },
  'a module from a symlink is known by its real path': `
    import { symlinkSync, rmSync } from 'node:fs';
    const link = './link-' + process.pid + '.mjs';
    symlinkSync('./beside.mjs', link);
    const { answer } = await import(link);
    rmSync(link);
    console.log(answer);`,
  'registered hooks see later imports': `
    import { registerHooks } from 'node:module';
    registerHooks({ resolve: (name, context, next) => name === 'made-up' ? { url: 'data:text/javascript,export default "hooked"', shortCircuit: true } : next(name, context) });
    console.log((await import('made-up')).default);`,
  'evaluated code and contexts': `
    import vm from 'node:vm';
    console.log(eval('1 + 1'), new Function('return 2 + 2')(), vm.runInNewContext('answer * 2', { answer: 21 }), vm.runInThisContext('typeof process'));`,
  'source maps and stack traces of its own': `
    Error.prepareStackTrace = (error, frames) => frames[0].getFileName() === import.meta.url;
    console.log(new Error('x').stack);`,
  'the stack of an error at the top starts in the program': {
    source: `console.log(new Error('here').stack.split(String.fromCharCode(10)).slice(0, 2).join());`,
  },
  'the limit of stack traces is the same': `console.log(Error.stackTraceLimit);`,
  'a warning is printed once': {
    source: `process.emitWarning('mind', { code: 'W1' }); process.emitWarning('mind', 'DeprecationWarning', 'DEP1'); process.emitWarning('mind', 'DeprecationWarning', 'DEP1');`,
    normalise: withoutPid,
  },
  'a warning is heard': {
    source: `process.on('warning', (warning) => console.log(warning.name)); process.emitWarning('mind');`,
    normalise: withoutPid,
  },
  'too many listeners are warned of': {
    source: `for (let n = 0; n < 11; n++) process.on('custom', () => n); console.log('added');`,
    normalise: withoutPid,
  },
  'async contexts begin empty': `
    import { AsyncLocalStorage, executionAsyncId, executionAsyncResource } from 'node:async_hooks';
    const storage = new AsyncLocalStorage();
    console.log(storage.getStore());
    storage.run('inside', () => setTimeout(() => console.log(storage.getStore()), 1));`,
  'microtasks, ticks, immediates and timers come in their order': `
    setTimeout(() => console.log('timer'), 0);
    queueMicrotask(() => console.log('microtask'));
    process.nextTick(() => console.log('tick'));
    Promise.resolve().then(() => console.log('promise'));
    setTimeout(() => { setImmediate(() => console.log('immediate')); setTimeout(() => console.log('later'), 0); }, 1);
    console.log('at once');`,
  'ticks and microtasks of CommonJS come in their order': {
    kind: 'cjs',
    source: `
    queueMicrotask(() => console.log('microtask'));
    process.nextTick(() => console.log('tick'));
    Promise.resolve().then(() => console.log('promise'));
    console.log('at once');`,
  },
  'an error in a module beside names it': {
    source: `await import('./bad-syntax.mjs');`,
    code: 1,
    prints: /SyntaxError/,
    normalise: withoutExcerpt,
  },
});
