import type { ParsedSpec } from '@muster/agent-runtime/launcher-kit';

/**
 * Variables that are read when a process starts and never again: by the dynamic linker, the C
 * library, Node, libuv, OpenSSL, ICU. NODE_ENV is for programs, and read when they look.
 */
const READ_AT_START =
  /^(?:LD_|GLIBC_|MALLOC_|NODE_(?!ENV$)|UV_|V8_|OPENSSL_|SSL_CERT_|ICU_|LANG$|LANGUAGE$|LC_)/;

/**
 * Why an agent cannot come from a zygote and must be started cold, in words; undefined when it can.
 * `env` is the agent's environment, `zygoteEnv` that of the zygote.
 */
export function whyCold(
  spec: ParsedSpec,
  env: Readonly<Record<string, string>>,
  zygoteEnv: Readonly<Record<string, string>>,
): string | undefined {
  if ('command' in spec) return 'only modules of Node can be forked, and this is a command';
  if (!spec.fork) return 'its spec says so';
  const names = new Set([...Object.keys(env), ...Object.keys(zygoteEnv)]);
  for (const name of names) {
    if (READ_AT_START.test(name) && env[name] !== zygoteEnv[name]) {
      return `${name} is read when a process starts, and the zygote's has another value`;
    }
  }
  return undefined;
}
