import { expect, test } from 'vitest';
import { parseReport, type Report } from '../../src/zygote/reports.ts';

test.each<readonly [string, Report]>([
  ['ready', { kind: 'ready' }],
  ['forked 7 4321', { kind: 'forked', id: 7, pid: 4321 }],
  ['forked 4294967295 1', { kind: 'forked', id: 4_294_967_295, pid: 1 }],
  ['refused 7 2', { kind: 'refused', id: 7, errno: 2 }],
  ['exit 4321 65280', { kind: 'exit', pid: 4321, status: 65_280 }],
  ['failed {"problem":"a b\\nc"}', { kind: 'failed', problem: 'a b\nc', module: undefined }],
  [
    'failed {"problem":"x","module":"/a b.js"}',
    { kind: 'failed', problem: 'x', module: '/a b.js' },
  ],
])('%s', (line, report) => {
  expect(parseReport(line)).toEqual(report);
});

test.each(['', 'born 1 2', 'readyforked 1 2', ' ready'])('%j is no report', (line) => {
  expect(() => parseReport(line)).toThrow("not a zygote's report");
});
