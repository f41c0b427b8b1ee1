import { constants } from 'node:os';
import { testPrograms } from '../fixtures/child-compare.ts';
import { withoutStderr } from '../fixtures/child-normal.ts';

testPrograms({
  'process.abort': {
    source: `console.log('before'); process.abort();`,
    code: null,
    normalise: withoutStderr,
  },
  'it kills itself': {
    source: `console.log('before'); process.kill(process.pid, 'SIGKILL'); for (;;);`,
    code: null,
  },
  'SIGTERM without a listener': {
    source: `console.log('ready'); setInterval(() => {}, 1000);`,
    signal: 'SIGTERM',
    code: null,
  },
  'SIGINT without a listener': {
    source: `console.log('ready'); setInterval(() => {}, 1000);`,
    signal: 'SIGINT',
    code: null,
  },
  'SIGHUP without a listener': {
    source: `console.log('ready'); setInterval(() => {}, 1000);`,
    signal: 'SIGHUP',
    code: null,
  },
  'SIGPIPE is ignored': {
    source: `console.log('ready'); setTimeout(() => console.log('still here'), 100);`,
    signal: 'SIGPIPE',
  },
  'SIGTERM with a listener': {
    source: `process.on('SIGTERM', (name, number) => { console.log(name, number); process.exit(9); }); console.log('ready'); setInterval(() => {}, 1000);`,
    signal: 'SIGTERM',
    code: 9,
  },
  'SIGTERM with a listener that was removed again': {
    source: `const hear = () => {}; process.on('SIGTERM', hear); process.off('SIGTERM', hear); console.log('ready'); setInterval(() => {}, 1000);`,
    signal: 'SIGTERM',
    code: null,
  },
  'SIGUSR2 with a listener': {
    source: `process.once('SIGUSR2', () => { console.log('heard'); clearInterval(timer); }); const timer = setInterval(() => {}, 1000); console.log('ready');`,
    signal: 'SIGUSR2',
  },
  SIGKILL: {
    source: `process.on('exit', () => console.log('never')); console.log('ready'); setInterval(() => {}, 1000);`,
    signal: 'SIGKILL',
    code: null,
  },
  'SIGQUIT and SIGABRT numbers are those of the system': `import { constants } from 'node:os'; console.log(constants.signals.SIGQUIT === ${constants.signals.SIGQUIT});`,
});
