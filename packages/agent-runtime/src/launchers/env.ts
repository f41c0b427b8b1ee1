/** What an agent may inherit from its coordinator unasked: nothing here carries a secret. */
const INHERITED: ReadonlySet<string> = new Set([
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'SHELL',
  'LANG',
  'TZ',
  'TMPDIR',
]);

/** Where `serveAgent` looks for its coordinator. */
const CHANNELS = ['MUSTER_CHANNEL', 'MUSTER_SOCKET'] as const;

/**
 * The environment of an agent: an allowlist of the coordinator's, the names the spec asks for
 * besides, the spec's own values, and Muster's. Everything else stays with the coordinator. No
 * variable in it names a channel.
 */
export function agentEnvironment(
  coordinator: NodeJS.ProcessEnv,
  inheritEnv: readonly string[],
  own: Readonly<Record<string, string>>,
  muster: Readonly<Record<string, string>>,
): Record<string, string> {
  const environment: Record<string, string> = {};
  // Names first: each value of process.env is a call into the system, and most are not wanted.
  for (const name of Object.keys(coordinator)) {
    const inherited = INHERITED.has(name) || name.startsWith('LC_') || inheritEnv.includes(name);
    const value = inherited ? coordinator[name] : undefined;
    if (value !== undefined) environment[name] = value;
  }
  Object.assign(environment, own, muster);
  // A channel comes from whoever starts the process: one that came from elsewhere would mislead it.
  for (const name of CHANNELS) if (name in environment) delete environment[name];
  return environment;
}

/**
 * The `--conditions` this process resolves packages with, to be passed on: an agent must run the
 * same build of a package as its coordinator, or a measurement would compare two builds.
 */
export function inheritedConditions(
  execArgv: readonly string[],
  nodeOptions: string | undefined,
): string[] {
  const words = [...(nodeOptions?.split(/\s+/) ?? []), ...execArgv];
  const flags: string[] = [];
  for (const [index, word] of words.entries()) {
    const next = words[index + 1];
    if (word.startsWith('--conditions=')) flags.push(word);
    else if ((word === '--conditions' || word === '-C') && next) flags.push(`--conditions=${next}`);
  }
  return [...new Set(flags)];
}
