import { once } from 'node:events';
import { expect, test } from 'vitest';
import { createRequests } from '../src/agent/requests.ts';
import { block, pair } from './fixtures/busy.ts';

test.each(['a deadline', 'the grace of a cancel'])(
  'an answer that came while the coordinator was busy is within %s',
  async (limit) => {
    const [near, far] = await pair();
    const requests = createRequests();
    // After a turn that reads, timers come before what is read next.
    far.write('something');
    await once(near, 'data');

    const deadlineMs = limit === 'a deadline' ? 1 : undefined;
    const { id, answer } = requests.open('task', 'task', { deadlineMs }, () => undefined);
    const inTime = deadlineMs === undefined ? requests.answeredWithin(id, 1) : answer;
    near.once('data', () => requests.settle(id, { value: true }));
    far.write('the answer');
    block(20);

    expect(await inTime).toBe(true);
  },
);
