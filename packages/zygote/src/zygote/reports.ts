/** What a zygote says about itself and its children. */
export type Report =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly problem: string; readonly module: string | undefined }
  | { readonly kind: 'forked'; readonly id: number; readonly pid: number }
  | { readonly kind: 'refused'; readonly id: number; readonly errno: number }
  | { readonly kind: 'exit'; readonly pid: number; readonly status: number };

/** Reads one line of a zygote's reports. Throws Error for one that no zygote of this version writes. */
export function parseReport(line: string): Report {
  const space = line.indexOf(' ');
  const kind = space < 0 ? line : line.slice(0, space);
  const rest = space < 0 ? '' : line.slice(space + 1);
  const [first = 0, second = 0] = kind === 'failed' ? [] : rest.split(' ').map(Number);
  switch (kind) {
    case 'ready':
      return { kind };
    case 'failed':
      return { kind, ...(JSON.parse(rest) as { problem: string; module: string | undefined }) };
    case 'forked':
      return { kind, id: first, pid: second };
    case 'refused':
      return { kind, id: first, errno: second };
    case 'exit':
      return { kind, pid: first, status: second };
    default:
      throw new Error(`not a zygote's report: ${line}`);
  }
}
