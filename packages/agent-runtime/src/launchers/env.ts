/** What an agent may inherit from its coordinator unasked: nothing here carries a secret. */
const INHERITED = ['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'TZ', 'TMPDIR'] as const;

/**
 * The environment of an agent: an allowlist of the coordinator's, the names the spec asks for
 * besides, the spec's own values, and Muster's. Everything else stays with the coordinator.
 */
export function agentEnvironment(
  coordinator: NodeJS.ProcessEnv,
  inheritEnv: readonly string[],
  own: Readonly<Record<string, string>>,
  muster: Readonly<Record<string, string>>,
): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(coordinator)) {
    if (value === undefined) continue;
    const inherited = (INHERITED as readonly string[]).includes(name) || name.startsWith('LC_');
    if (inherited || inheritEnv.includes(name)) environment[name] = value;
  }
  return { ...environment, ...own, ...muster };
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
