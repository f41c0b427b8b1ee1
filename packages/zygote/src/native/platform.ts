interface Report {
  readonly header?: { readonly glibcVersionRuntime?: string };
}

/** What a native build is for: "linux-x64-glibc", "linux-arm64-musl". */
export function platformName(): string {
  const { platform, arch } = process;
  return platform === 'linux' ? `${platform}-${arch}-${libc()}` : `${platform}-${arch}`;
}

function libc(): 'glibc' | 'musl' {
  // The report names glibc where Node runs on it, and no libc elsewhere. Without the network it is
  // made in a millisecond; with it, it would look up the names of open connections.
  const settings = process.report as { excludeNetwork?: boolean };
  const before = settings.excludeNetwork ?? false;
  settings.excludeNetwork = true;
  const report = process.report.getReport() as Report;
  settings.excludeNetwork = before;
  return report.header?.glibcVersionRuntime === undefined ? 'musl' : 'glibc';
}
