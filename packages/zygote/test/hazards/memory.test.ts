import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openPrograms } from '../fixtures/child-programs.ts';
import { ENV, openZygote } from '../fixtures/child-zygote.ts';

/** What a process has in memory of one file, in kB: as it is in the file, and changed since. */
function residentOf(
  pid: number,
  file: string,
): { readonly asIs: number; readonly changed: number } {
  const mappings = readFileSync(`/proc/${pid}/smaps`, 'utf8').split(/^(?=[0-9a-f]+-)/m);
  const sum = (field: RegExp): number =>
    mappings
      .filter((mapping) => mapping.split('\n', 1)[0]!.endsWith(file))
      .reduce((kb, mapping) => kb + Number(field.exec(mapping)?.[1]), 0);
  const changed = sum(/^Anonymous:\s+(\d+)/m);
  return { asIs: sum(/^Rss:\s+(\d+)/m) - changed, changed };
}

test("a zygote keeps little of Node's program, and all that was changed of it", async () => {
  using files = openPrograms();
  const module = files.write('waiting.mjs', `console.log('ready'); setInterval(() => {}, 1_000);`);
  await using zygote = await openZygote();

  const child = await zygote.fork({ module, env: ENV });
  await child.stdout.take(1).toArray();
  const [ofZygote, ofChild, ofThis] = [zygote.pid, child.pid, process.pid].map((pid) =>
    residentOf(pid, process.execPath),
  );

  expect(ofZygote!.asIs).toBeLessThan(ofChild!.asIs / 3);
  expect(ofChild!.asIs).toBeLessThan(ofThis!.asIs);
  expect(ofZygote!.changed).toBeGreaterThan(0);
  expect(ofChild!.changed).toBeGreaterThanOrEqual(ofZygote!.changed);
  child.signal('SIGKILL');
  await child.ended;
});
