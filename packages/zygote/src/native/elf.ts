import { readFileSync } from 'node:fs';

/** Where a 64-bit ELF header says that the section table lies, how long an entry is, how many there are. */
const HEADER = { bytes: 64, tableAt: 40, entryBytes: 58, entries: 60 } as const;

/**
 * Whether a file is an ELF binary from its first to its last byte: the section table is at the end.
 * The linker maps a file that was cut short, and then the process dies by SIGBUS. See elf(5).
 */
export function isWholeElf(path: string): boolean {
  const bytes = readFileSync(path);
  if (bytes.length < HEADER.bytes || bytes.toString('latin1', 1, 4) !== 'ELF') return false;
  const table = bytes.readUInt16LE(HEADER.entryBytes) * bytes.readUInt16LE(HEADER.entries);
  return BigInt(bytes.length) >= bytes.readBigUInt64LE(HEADER.tableAt) + BigInt(table);
}
