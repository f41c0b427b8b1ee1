import { appendFile, open, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JournalError } from '../src/errors.ts';
import {
  continueJournal,
  createJournal,
  journalOn,
  readJournal,
  type JournalFile,
} from '../src/journal/journal.ts';
import { parseJournal } from '../src/journal/parse-journal.ts';
import { header, trialLine } from './support/journal-lines.ts';
import { temporaryFolder } from './support/temporary.ts';

async function journalPath(): Promise<string> {
  return join(await temporaryFolder(), 'j.ndjson');
}

describe('a journal', () => {
  test('holds what was appended, in order', async () => {
    const path = await journalPath();
    const journal = await createJournal(path, header());
    await journal.append(trialLine(0));
    await journal.append(trialLine(1));
    await journal.close();
    expect(await readJournal(path)).toMatchObject({
      header: header(),
      trials: [trialLine(0), trialLine(1)],
      resumed: [],
      tornBytes: 0,
    });
  });

  test('is readable after every append, without being closed', async () => {
    const path = await journalPath();
    const journal = await createJournal(path, header());
    for (let index = 0; index < 3; index += 1) {
      await journal.append(trialLine(index));
      expect((await readJournal(path))?.trials).toHaveLength(index + 1);
    }
    await journal.close();
  });

  test('has a line on the disk before its append resolves', async () => {
    const happened: string[] = [];
    const file: JournalFile = {
      write: async (_bytes, _offset, length) => {
        happened.push('write');
        return { bytesWritten: length };
      },
      datasync: async () => {
        happened.push('datasync');
      },
      truncate: async () => undefined,
      close: async () => undefined,
    };
    await journalOn(file, 'a journal', 0).append(trialLine(0));
    expect(happened).toEqual(['write', 'datasync']);
  });

  test('never overwrites another', async () => {
    const path = await journalPath();
    await writeFile(path, 'precious');
    await expect(createJournal(path, header())).rejects.toThrow(JournalError);
    expect(await readFile(path, 'utf8')).toBe('precious');
  });

  test('refuses a number JSON would change, before anything is written', async () => {
    const path = await journalPath();
    const journal = await createJournal(path, header());
    const line = { ...trialLine(0), observations: { readyMs: [Number.NaN] } };
    await expect(journal.append(line)).rejects.toThrow(
      '`observations.readyMs[0]` must be plain JSON data, got NaN',
    );
    await journal.close();
    expect((await readJournal(path))?.trials).toEqual([]);
  });

  test('that is not there is null', async () => {
    expect(await readJournal(await journalPath())).toBeNull();
  });
});

describe('a journal torn by a crash', () => {
  test('reads as all trials that were complete, wherever it was torn', async () => {
    const path = await journalPath();
    const journal = await createJournal(path, header());
    for (let index = 0; index < 3; index += 1) await journal.append(trialLine(index));
    await journal.close();
    const whole = await readFile(path);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: whole.length }), (length) => {
        const part = whole.subarray(0, length);
        const complete = part.toString('latin1').split('\n').length - 1;
        const contents = parseJournal(part, path);
        expect(contents?.trials.map((trial) => trial.index)).toEqual(
          complete === 0 ? undefined : [0, 1, 2].slice(0, complete - 1),
        );
        const { completeBytes, tornBytes } = contents ?? { completeBytes: 0, tornBytes: length };
        expect(completeBytes + tornBytes).toBe(length);
      }),
    );
  });

  test('goes on where the last complete line ended', async () => {
    const path = await journalPath();
    const journal = await createJournal(path, header());
    await journal.append(trialLine(0));
    await journal.append(trialLine(1));
    await journal.close();
    await truncate(path, (await readFile(path)).length - 5);
    const torn = await readJournal(path);
    expect(torn).toMatchObject({ trials: [trialLine(0)] });
    expect(torn?.tornBytes).toBeGreaterThan(0);
    const again = await continueJournal(path, torn?.completeBytes ?? 0);
    await again.append(trialLine(1));
    await again.close();
    expect(await readJournal(path)).toMatchObject({
      trials: [trialLine(0), trialLine(1)],
      tornBytes: 0,
    });
  });
});

describe('a malformed journal is refused with its line', () => {
  test.each<[string, readonly unknown[], RegExp]>([
    [
      'no JSON',
      ['{]'],
      /^line 2 of .* cannot be read: it is not JSON\. Nothing of this journal is used/,
    ],
    ['an empty line', [''], /^line 2 .* it is not JSON/],
    [
      'another shape',
      [trialLine(0), { ...trialLine(1), durationMs: 'long' }],
      /^line 3 .* `durationMs`: .*expected number/,
    ],
    [
      'a number that is too large for any',
      [JSON.stringify(trialLine(0)).replace('[30]', '[30,1e999]')],
      /^line 2 .* `observations\.readyMs\.1`: .*expected number, received Infinity\./,
    ],
    ['an unknown field', [{ ...trialLine(0), extra: 1 }], /^line 2 .*[Uu]nrecognized key.*extra/],
    ['a trial twice', [trialLine(0), trialLine(0)], /^line 3 .* trial 0 is already on line 2/],
    ['a second header', [header()], /^line 2 .* second header/],
    [
      'another version',
      [{ ...header(), schemaVersion: 2 }],
      /^line 2 .* version is 2 and this reads version 3/,
    ],
  ])('%s', async (_, lines, message) => {
    const path = await journalPath();
    await (await createJournal(path, header())).close();
    for (const line of lines) {
      await appendFile(path, `${typeof line === 'string' ? line : JSON.stringify(line)}\n`);
    }
    await expect(readJournal(path)).rejects.toThrow(JournalError);
    await expect(readJournal(path)).rejects.toThrow(message);
  });

  test('a first line that is no header', async () => {
    const path = await journalPath();
    await writeFile(path, `${JSON.stringify(trialLine(0))}\n`);
    await expect(readJournal(path)).rejects.toThrow(
      /^line 1 .* must be the header, got a trial line/,
    );
  });
});

describe('a full disk', () => {
  test('takes back what was written of a line and says so; the file stays readable', async () => {
    const path = await journalPath();
    await (await createJournal(path, header())).close();
    const size = (await readFile(path)).length;
    const journal = journalOn(fullAfter(await open(path, 'r+'), 10), path, size);
    const append = journal.append(trialLine(0));
    await expect(append).rejects.toThrow(JournalError);
    await expect(append).rejects.toThrow(
      /^the disk is full: .*kept; make room and go on with --resume/,
    );
    await journal.close();
    expect(await readJournal(path)).toMatchObject({ trials: [], tornBytes: 0 });
  });

  test('is told from the kernel itself', async () => {
    const file = await open('/dev/full', 'r+');
    const journal = journalOn(file, '/dev/full', 0);
    await expect(journal.append(header())).rejects.toThrow(
      /^the disk is full: \/dev\/full cannot take another trial: ENOSPC: no space left on device/,
    );
    await journal.close();
  });

  test('another failure is told as what it is', async () => {
    const path = await journalPath();
    await (await createJournal(path, header())).close();
    const journal = journalOn(await open(path, 'r'), path, 0);
    await expect(journal.append(trialLine(0))).rejects.toThrow(/cannot be written: EBADF/);
    await journal.close();
  });
});

/** A real file on a disk that takes `bytes` more and then is full. */
function fullAfter(file: JournalFile, bytes: number): JournalFile {
  let left = bytes;
  return {
    write: async (content, offset, length, position) => {
      if (left === 0) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      const { bytesWritten } = await file.write(content, offset, Math.min(left, length), position);
      left -= bytesWritten;
      return { bytesWritten };
    },
    datasync: () => file.datasync(),
    truncate: (length) => file.truncate(length),
    close: () => file.close(),
  };
}
