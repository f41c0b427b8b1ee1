export { createZygote, type CreateZygoteOptions } from './create.ts';
export { PreloadError, ZygoteGoneError, ZygoteUnavailableError } from './errors.ts';
export type { LauncherChoice, LauncherKind, ZygoteLauncherOptions } from './launcher/options.ts';
export { openLauncher, zygoteLauncher } from './launcher/zygote-launcher.ts';
export type { ForkedProcess } from './zygote/forked-process.ts';
export type { ForkOptions, Zygote, ZygoteEnd, ZygoteStats } from './zygote/zygote.ts';
