import { type AgentSpec } from '@muster/agent-runtime';
import { parseSpec } from '@muster/agent-runtime/launcher-kit';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { whyCold } from '../../src/launcher/why-cold.ts';

type Env = Readonly<Record<string, string>>;

const ofModule = (env: Env, zygoteEnv: Env): string | undefined =>
  whyCold(parseSpec({ module: '/agent.js' }), env, zygoteEnv);

test.each<readonly [string, AgentSpec, string]>([
  ['a command', { command: 'sh' }, 'only modules of Node can be forked, and this is a command'],
  ['a spec that says so', { module: '/agent.js', fork: false }, 'its spec says so'],
])('%s is started cold', (_what, spec, because) => {
  expect(whyCold(parseSpec(spec), {}, {})).toBe(because);
});

test.each([
  'NODE_OPTIONS',
  'NODE_EXTRA_CA_CERTS',
  'NODE_NO_WARNINGS',
  'LD_PRELOAD',
  'LD_LIBRARY_PATH',
  'GLIBC_TUNABLES',
  'MALLOC_ARENA_MAX',
  'UV_THREADPOOL_SIZE',
  'OPENSSL_CONF',
  'SSL_CERT_FILE',
  'ICU_DATA',
  'LANG',
  'LANGUAGE',
  'LC_ALL',
])('%s is read at a start: another value, or none, cannot be forked', (name) => {
  const because = `${name} is read when a process starts, and the zygote's has another value`;

  expect(ofModule({ [name]: 'a' }, { [name]: 'a' })).toBeUndefined();
  expect(ofModule({ [name]: 'a' }, { [name]: 'b' })).toBe(because);
  expect(ofModule({ [name]: 'a' }, {})).toBe(because);
  expect(ofModule({}, { [name]: 'a' })).toBe(because);
});

test.each([
  'NODE_ENV',
  'TZ',
  'PATH',
  'HOME',
  'MUSTER_TOKEN',
  'LANGUISH',
  'BUILD_ID',
  'MY_NODE_OPTIONS',
  'OLD_PWD',
])('%s is read when a program looks: any value can be forked', (name) => {
  expect(ofModule({ [name]: 'a' }, { [name]: 'b' })).toBeUndefined();
  expect(ofModule({ [name]: 'a' }, {})).toBeUndefined();
});

test('an environment that is the zygote’s own can always be forked', () => {
  const names = fc.constantFrom('NODE_OPTIONS', 'LD_PRELOAD', 'LANG', 'LC_ALL', 'FOO', 'NODE_ENV');
  fc.assert(
    fc.property(fc.dictionary(names, fc.string()), (env) => {
      expect(ofModule(env, { ...env })).toBeUndefined();
    }),
  );
});
