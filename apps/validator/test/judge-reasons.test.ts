import { expect, test } from 'vitest';
import { muster } from './support/command.ts';
import { publish, record } from './support/recorded.ts';
import { emptyWorkspace } from './support/workspace.ts';

const RESULT = 'packages/pooling/results/agent-pool.result.json';

async function published(options: Parameters<typeof record>[0]): Promise<string> {
  const root = await emptyWorkspace();
  await publish(root, await record(options));
  return root;
}

test('whatever the verdicts are, those of each launcher and of failed trials too', async () => {
  const launchers = { zygote: 'no compiler' };
  const root = await published({ launchers, failure: 'it fell over', coldMs: 12, hitRate: 0.1 });
  const run = await muster(root, ['judge', RESULT]);
  expect(run).toMatchObject({ code: 0, err: '' });
  expect(run.out).toMatch(
    /\n {2}invalid {2}spawn-time \(zygote\) {2}not measured .*\n {4}because: not measured here: no compiler\n/,
  );
  expect(run.out).toMatch(
    /\n {2}invalid {2}spawn-time \(exec\) {4}not measured .*\n {4}because: arm cold in block 0 failed: it fell/,
  );
  expect(run.out).toContain('\n  not met  hit-rate             10 % (10 % to 10 %)');
  expect(run.out).toMatch(/\n3 criteria judged again: all the same\.\n$/);
});

test('a verdict that rests on an assumption has its warning under it', async () => {
  const root = await published({ coldMs: 20.2 });
  const run = await muster(root, ['judge', RESULT]);
  expect(run.out).toMatch(
    /\n {2}met {2}spawn-time {2}.*\n {4}because: .*\n {4}warning: 6 blocks cannot show whether .*\n {2}met {2}hit-rate /,
  );
});
