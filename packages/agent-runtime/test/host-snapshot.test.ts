import { describe, expect, test } from 'vitest';
import {
  availableMemory,
  hostPressure,
  hostSnapshot,
  loadAverages,
  machineActivity,
  mapReading,
  notShown,
  processorTime,
  type Reading,
  shown,
  treePids,
  treeProcessorTime,
  treePss,
} from '../src/host/index.ts';
import { fixtureTree, valueOf } from './host-fixture.ts';

describe('a snapshot', () => {
  test('of this machine shows load, run queue, processor and memory', async () => {
    const { load, runQueue, processor, memory } = await hostSnapshot();
    expect(valueOf(load).oneMinute).toBeGreaterThanOrEqual(0);
    expect(valueOf(runQueue).running).toBeGreaterThanOrEqual(1);
    expect(valueOf(processor).idleTicks).toBeGreaterThan(0);
    expect(valueOf(memory).availableBytes).toBeGreaterThan(0);
  });

  test('survives JSON unchanged', async () => {
    const snapshot = await hostSnapshot();
    expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot);
  });
});

describe('a host that shows nothing', () => {
  const absent = { shown: false, because: expect.stringMatching(/is missing|has no|shows no/) };

  test.each<{
    name: string;
    read: (procRoot: string) => Reading<unknown> | Promise<Reading<unknown>>;
  }>([
    { name: 'treePids', read: (procRoot) => treePids([1], procRoot) },
    { name: 'treePss', read: (procRoot) => treePss([1], procRoot) },
    { name: 'treePss of no roots', read: (procRoot) => treePss([], procRoot) },
    { name: 'processorTime', read: (procRoot) => processorTime([1], procRoot) },
    { name: 'treeProcessorTime', read: (procRoot) => treeProcessorTime([1], procRoot) },
    { name: 'loadAverages', read: loadAverages },
    { name: 'machineActivity', read: machineActivity },
    { name: 'availableMemory', read: availableMemory },
  ])(
    'is said so by $name, in an empty directory, a file and where nothing is',
    async ({ read }) => {
      await using proc = await fixtureTree({ file: '', 'empty/.keep': '' });
      expect(await read(`${proc.path}/empty`)).toEqual(absent);
      expect(await read(`${proc.path}/nowhere`)).toEqual(absent);
      expect(await read(`${proc.path}/file`)).toMatchObject({ shown: false });
    },
  );

  test('is said so by every part of a snapshot', async () => {
    await using proc = await fixtureTree({});
    const pressure = { cpu: absent, memory: absent, io: absent };
    expect(await hostPressure(proc.path)).toEqual(pressure);
    expect(await hostSnapshot(proc.path)).toEqual({
      load: absent,
      runQueue: absent,
      processor: absent,
      memory: absent,
      pressure,
    });
  });
});

describe('working on a reading', () => {
  test('changes a value that is shown and keeps the reason of one that is not', () => {
    expect(mapReading(shown(2), (value) => value * 3)).toEqual(shown(6));
    expect(mapReading(notShown('gone'), () => 1)).toEqual(notShown('gone'));
  });
});
