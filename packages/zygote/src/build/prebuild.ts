/**
 * Compiles the native side for every platform it is published for, into prebuilds/<platform>/:
 * `pnpm --filter @muster/zygote prebuilds`. It takes zig 0.11 or later, which brings the C libraries of
 * all of them, on PATH or named by ZIG.
 */
import { join } from 'node:path';
import { NATIVE } from './binaries.ts';
import { compile } from './compile.ts';

/** By the name that src/native/platform.ts gives them: zig's name, and the oldest glibc served. */
const TARGETS: Readonly<Record<string, string>> = {
  'linux-x64-glibc': 'x86_64-linux-gnu.2.28',
  'linux-arm64-glibc': 'aarch64-linux-gnu.2.28',
  'linux-x64-musl': 'x86_64-linux-musl',
  'linux-arm64-musl': 'aarch64-linux-musl',
};

const zig = process.env['ZIG'] ?? 'zig';
for (const [platform, target] of Object.entries(TARGETS)) {
  const output = join(NATIVE, '..', 'prebuilds', platform);
  const status = compile([zig, 'cc', '-target', target, '-s'], output);
  if (status !== 0) {
    process.stderr.write(`${platform}: ${zig} ended with ${status}\n`);
    process.exitCode = 1;
    break;
  }
  process.stdout.write(`prebuilds/${platform}\n`);
}
