export { PreloadError, ZygoteGoneError, ZygoteUnavailableError } from './errors.ts';
export type { LauncherChoice, LauncherKind, ZygoteLauncherOptions } from './launcher/options.ts';
export { openLauncher, zygoteLauncher } from './launcher/zygote-launcher.ts';
