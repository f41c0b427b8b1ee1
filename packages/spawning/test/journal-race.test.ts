import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { useJournalFile } from './fixtures/journal-file.ts';

const journal = useJournalFile();

/** Opens each journal it is told of, says whether it may write there, and stays until its input ends. */
const COORDINATOR = `
import { createInterface } from 'node:readline';
import { openJournal } from ${JSON.stringify(new URL('../src/journal/journal.ts', import.meta.url).href)};
const journals = [];
for await (const path of createInterface({ input: process.stdin })) {
  try {
    journals.push(await openJournal({ path }, 1));
    console.log('opened');
  } catch (error) {
    console.log(error.name);
  }
}
for (const journal of journals) await journal.close();
`;

test('of two coordinators that begin at the same moment, one gets the journal', async () => {
  const coordinators = [0, 1].map(() =>
    spawn(process.execPath, ['--input-type=module', '-e', COORDINATOR], {
      stdio: ['pipe', 'pipe', 'inherit'],
    }),
  );
  const answers = coordinators.map(({ stdout }) =>
    createInterface({ input: stdout })[Symbol.asyncIterator](),
  );
  for (let round = 0; round < 40; round++) {
    const path = join(journal.directory, `round-${round}`);
    for (const { stdin } of coordinators) stdin.write(`${path}\n`);
    const said = await Promise.all(answers.map(async (answer) => (await answer.next()).value));
    expect(new Set(said)).toEqual(new Set(['JournalError', 'opened']));
  }
  for (const { stdin } of coordinators) stdin.end();
  await Promise.all(coordinators.map((coordinator) => once(coordinator, 'close')));
});
