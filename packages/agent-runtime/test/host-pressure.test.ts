import { describe, expect, test } from 'vitest';
import { hostPressure, parsePressure } from '../src/host/pressure.ts';
import { fixtureTree } from './host-fixture.ts';

const SOME = 'some avg10=4.83 avg60=4.51 avg300=1.84 total=17744995\n';
const FULL = 'full avg10=100.00 avg60=0.00 avg300=0.00 total=12\n';

describe('pressure-stall information', () => {
  test('is a share over 10 s and a total in microseconds', () => {
    expect(parsePressure(SOME + FULL)).toEqual({
      shown: true,
      value: {
        some: { avg10Share: 4.83 / 100, totalUs: 17_744_995 },
        full: { avg10Share: 1, totalUs: 12 },
      },
    });
  });

  test('of an older kernel has no full stall, which is not a stall of 0', () => {
    expect(parsePressure(SOME)).toMatchObject({ shown: true, value: { full: null } });
  });

  test.each([
    '',
    FULL,
    SOME.replace('total=17744995', ''),
    SOME.replace('avg10=', 'avg11='),
    SOME.replace('4.83', 'nan'),
    `${SOME}full avg10=0.00\n`,
  ])('is not shown when it reads %j', (text) => {
    expect(parsePressure(text)).toMatchObject({ shown: false });
  });

  test('is read for each resource by itself', async () => {
    await using proc = await fixtureTree({ 'pressure/cpu': SOME, 'pressure/io': 'off\n' });
    expect(await hostPressure(proc.path)).toMatchObject({
      cpu: { shown: true },
      memory: { shown: false },
      io: {
        shown: false,
        because: `${proc.path}/pressure/io holds no pressure-stall information: "off\\n"`,
      },
    });
  });
});
