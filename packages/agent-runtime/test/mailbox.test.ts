import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMailbox, type Mailbox, type MailboxLimits } from '../src/agent/mailbox.ts';

interface World {
  readonly mailbox: Mailbox;
  readonly written: string[];
  /** Who was turned away, how, and whether the agent had it. */
  readonly turnedAway: (readonly [id: number, outcome: string, given: boolean])[];
  /** Whether the agent reads. */
  reads: boolean;
}

function world(limits: Partial<MailboxLimits> = {}): World {
  const made: World = {
    written: [],
    turnedAway: [],
    reads: true,
    mailbox: createMailbox({
      most: 3,
      mostBytes: 10,
      whenFull: 'reject',
      ...limits,
      agentId: 'a',
      write: (line) => made.written.push(line),
      isBlocked: () => !made.reads,
      turnAway: (id, { outcome }, given) => made.turnedAway.push([id, outcome, given]),
    }),
  };
  return made;
}

const put = ({ mailbox }: World, ...ids: number[]): void => {
  for (const id of ids) mailbox.put(id, `${id}`);
};

test('an agent that reads is given everything at once', () => {
  const it = world();

  put(it, 1, 2, 3);

  expect(it.written).toEqual(['1', '2', '3']);
});

test('one more than fit is refused, and an answer makes room', () => {
  const it = world();
  put(it, 1, 2, 3, 4);

  it.mailbox.answered(2);
  put(it, 5, 6);

  expect(it.turnedAway).toEqual([
    [4, 'refused', false],
    [6, 'refused', false],
  ]);
  expect(it.written).toEqual(['1', '2', '3', '5']);
});

test('one more than fit waits, and an answer lets it in, in order', () => {
  const it = world({ whenFull: 'wait' });
  put(it, 1, 2, 3, 4, 5, 6);
  expect(it.written).toEqual(['1', '2', '3']);

  it.mailbox.answered(3);
  it.mailbox.answered(1);

  expect(it.written).toEqual(['1', '2', '3', '4', '5']);
  expect(it.turnedAway).toEqual([]);
});

test('one more than fit takes the place of the oldest, which the agent may have', () => {
  const it = world({ whenFull: 'drop oldest' });
  put(it, 1, 2);
  it.reads = false;
  put(it, 3, 4, 5, 6);
  it.reads = true;
  it.mailbox.drained();

  expect(it.turnedAway).toEqual([
    [1, 'dropped', true],
    [2, 'dropped', true],
    [3, 'dropped', false],
  ]);
  expect(it.written).toEqual(['1', '2', '4', '5', '6']);
});

test('bytes that an agent leaves unread count too, in UTF-8, and those it has been given do not', () => {
  const it = world({ most: 100 });
  it.mailbox.put(1, 'x'.repeat(50));
  it.reads = false;
  it.mailbox.put(2, 'ä'.repeat(4));
  it.mailbox.put(3, 'xyz');
  it.mailbox.put(4, 'xy');

  expect(it.turnedAway).toEqual([[3, 'refused', false]]);
});

test('bytes that do not fit take the place of the oldest that is unread', () => {
  const it = world({ most: 100, whenFull: 'drop oldest' });
  put(it, 1);
  it.reads = false;
  it.mailbox.put(2, 'xxxxx');
  it.mailbox.put(3, 'xxxxx');
  it.mailbox.put(4, 'xxxxxx');

  expect(it.turnedAway).toEqual([
    [2, 'dropped', false],
    [3, 'dropped', false],
  ]);
});

test('a frame longer than all that may wait is kept where nothing else is', () => {
  const it = world();
  it.reads = false;

  it.mailbox.put(1, 'x'.repeat(50));

  expect(it.turnedAway).toEqual([]);
});

test.each(['given', 'withdrawn'])('what was kept and is %s takes no room any more', (end) => {
  const it = world({ most: 100, mostBytes: 2 });
  it.reads = false;
  put(it, 1, 2);
  if (end === 'given') {
    it.reads = true;
    it.mailbox.drained();
    it.reads = false;
  } else for (const id of [1, 2]) it.mailbox.withdraw(id);

  put(it, 3, 4, 5);

  expect(it.turnedAway).toEqual([[5, 'refused', false]]);
});

test('what is withdrawn is never given', () => {
  const it = world({ whenFull: 'wait' });
  put(it, 1, 2, 3, 4, 5);

  expect(it.mailbox.withdraw(4)).toBe(true);
  expect(it.mailbox.withdraw(1)).toBe(false);
  it.mailbox.answered(1);

  expect(it.written).toEqual(['1', '2', '3', '5']);
});

test('whatever happens, it holds no more than it may, in order, and loses nothing', () => {
  const event = fc.record({
    kind: fc.constantFrom('put', 'answer', 'withdraw', 'block', 'read'),
    index: fc.nat(6),
  });
  const whenFull = fc.constantFrom<MailboxLimits['whenFull']>('reject', 'wait', 'drop oldest');
  fc.assert(
    fc.property(whenFull, fc.array(event, { maxLength: 60 }), (choice, events) => {
      const it = world({ whenFull: choice, mostBytes: 4 });
      const done = new Set<number>();
      let last = 0;
      const given = (): number[] => it.written.map(Number).filter((id) => !done.has(id));
      for (const { kind, index } of events) {
        if (kind === 'put') put(it, ++last);
        if (kind === 'block') it.reads = false;
        if (kind === 'read') {
          it.reads = true;
          it.mailbox.drained();
        }
        const id = given()[index];
        if (kind === 'answer' && id !== undefined) {
          done.add(id);
          it.mailbox.answered(id);
        }
        if (kind === 'withdraw' && it.mailbox.withdraw(index)) done.add(index);
        for (const [turned] of it.turnedAway) done.add(turned);

        const held = Array.from({ length: last }, (_, n) => n + 1).filter((n) => !done.has(n));
        expect(given().length).toBeLessThanOrEqual(3);
        expect(choice === 'wait' ? 0 : held.length).toBeLessThanOrEqual(3);
        // Nothing waits while the agent reads and there is room.
        expect(it.reads && given().length < 3 ? given() : held).toEqual(held);
      }
      expect(it.written).toEqual(it.written.toSorted((a, b) => Number(a) - Number(b)));
    }),
  );
});
