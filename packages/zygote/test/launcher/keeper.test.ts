/** The keeper with made-up zygotes and a made-up clock: which one is used, and when another is had. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createKeeper, type Keeper } from '../../src/launcher/keeper.ts';
import type { Zygote } from '../../src/zygote/zygote.ts';

interface Fake extends Zygote {
  readonly name: string;
  readonly events: string[];
  forks: number;
  die(how: string): void;
}

function fakeZygote(name: string): Fake {
  const ended = Promise.withResolvers<string>();
  const events: string[] = [];
  const close = async (): Promise<void> => {
    events.push('closed');
    ended.resolve('closed');
  };
  const fake: Fake = {
    name,
    events,
    forks: 0,
    die: ended.resolve,
    pid: 1,
    fork: () => Promise.reject(new Error('nothing is forked here')),
    ended: ended.promise,
    stats: () => ({ forks: fake.forks, live: 0, waiting: 0 }),
    retire: () => void events.push('retired'),
    close,
    [Symbol.asyncDispose]: close,
  };
  return fake;
}

interface Scene {
  readonly keeper: Keeper;
  readonly zygotes: readonly Fake[];
  readonly notices: readonly string[];
  /** How many zygotes were asked for, had or not. */
  readonly asked: () => number;
  /** What becomes of the next zygotes that are asked for: an error, or one that waits for this. */
  readonly script: (Error | Promise<unknown>)[];
}

const LIMITS = { renewAfterForks: 10, renewAfterMs: 60_000 };

async function setScene(limits: Partial<typeof LIMITS> = {}): Promise<Scene> {
  const zygotes: Fake[] = [];
  const notices: string[] = [];
  const script: (Error | Promise<unknown>)[] = [];
  let asked = 0;
  const keeper = await createKeeper({
    ...LIMITS,
    ...limits,
    clock: { now: () => performance.now() },
    onNotice: (line) => void notices.push(line),
    open: async () => {
      asked++;
      const next = script.shift();
      if (next instanceof Error) throw next;
      await next;
      const zygote = fakeZygote(`zygote ${zygotes.length + 1}`);
      zygotes.push(zygote);
      return zygote;
    },
  });
  return { keeper, zygotes, notices, asked: () => asked, script };
}

const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('the first zygote is there when the keeper is, and is used until it is old', async () => {
  const { keeper, zygotes, asked } = await setScene();

  for (let n = 0; n < 5; n++) expect(keeper.take()).toBe(zygotes[0]);
  await pass(30_000);

  expect(keeper.take()).toBe(zygotes[0]);
  expect(asked()).toBe(1);
});

test('a first zygote that cannot be had rejects with its reason', async () => {
  const reason = new Error('no compiler');
  const open = (): Promise<Zygote> => Promise.reject(reason);

  const clock = { now: () => 0 };
  const opening = createKeeper({ ...LIMITS, clock, open, onNotice: () => undefined });

  await expect(opening).rejects.toBe(reason);
});

describe('renewal', () => {
  test.each<readonly [string, (scene: Scene) => unknown]>([
    ['has forked enough', ({ zygotes }) => (zygotes[0]!.forks = 10)],
    ['is old enough', () => pass(60_000)],
  ])('one that %s serves until the next is ready, then retires', async (_what, age) => {
    const scene = await setScene();
    const { keeper, zygotes, script, asked, notices } = scene;
    const slow = Promise.withResolvers<void>();
    script.push(slow.promise);

    await age(scene);
    expect(keeper.take()).toBe(zygotes[0]);
    expect(keeper.take()).toBe(zygotes[0]);
    await pass(5_000);
    expect(keeper.take()).toBe(zygotes[0]);
    slow.resolve();
    await pass(0);

    expect(keeper.take()).toBe(zygotes[1]);
    expect(asked()).toBe(2);
    expect(zygotes.map(({ events }) => events)).toEqual([['retired'], []]);
    expect(notices).toEqual([]);
  });

  test('one that retired and ends is missed by nobody', async () => {
    const { keeper, zygotes, notices, asked } = await setScene();
    zygotes[0]!.forks = 10;
    keeper.take();
    await pass(0);

    zygotes[0]!.die('exit code 0');
    await pass(20_000);

    expect(keeper.take()).toBe(zygotes[1]);
    expect([notices, asked()]).toEqual([[], 2]);
  });

  test('a renewal that fails leaves the old one in service, and is not tried at every start', async () => {
    const { keeper, zygotes, script, notices, asked } = await setScene();
    script.push(new Error('broken'), new Error('broken still'));
    zygotes[0]!.forks = 10;

    for (let n = 0; n < 50; n++) {
      expect(keeper.take()).toBe(zygotes[0]);
      await pass(1);
    }

    expect(asked()).toBe(2);
    expect(notices).toEqual(['no new zygote: broken']);
    await pass(100);
    expect(asked()).toBe(3);
    await pass(200);
    expect(keeper.take()).toBe(zygotes[1]);
    expect(zygotes[0]!.events).toEqual(['retired']);
  });
});

describe('loss', () => {
  test('a zygote that died is told of, and replaced after a moment', async () => {
    const { keeper, zygotes, notices } = await setScene();

    zygotes[0]!.die('killed by SIGKILL');
    await pass(0);

    const because = 'the zygote has ended (killed by SIGKILL), and another is not ready yet';
    expect(keeper.take()).toBe(because);
    expect(notices).toEqual([`${because}; until then agents start cold`]);
    await pass(99);
    expect(keeper.take()).toBe(because);
    await pass(1);
    expect(keeper.take()).toBe(zygotes[1]);
  });

  test('the wait doubles while zygotes cannot be had, up to ten seconds', async () => {
    const { zygotes, script, asked } = await setScene();
    script.push(...Array.from({ length: 10 }, () => new Error('broken')));
    zygotes[0]!.die('killed by SIGKILL');
    await pass(0);

    const waits: number[] = [];
    for (let last = asked(), waitedMs = 0; waits.length < 10; waitedMs += 100) {
      if (asked() > last) {
        waits.push(waitedMs);
        [last, waitedMs] = [asked(), 0];
      }
      await pass(100);
    }

    expect(waits).toEqual([100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000, 10_000]);
  });

  test('the wait doubles while zygotes die young, and starts anew after one that lived', async () => {
    const { zygotes, asked } = await setScene();
    const waitAfterDeath = async (): Promise<number> => {
      const before = asked();
      zygotes.at(-1)!.die('killed by SIGKILL');
      await pass(0);
      let waitedMs = 0;
      for (; asked() === before; waitedMs += 100) await pass(100);
      return waitedMs;
    };

    const waits = [await waitAfterDeath(), await waitAfterDeath(), await waitAfterDeath()];
    await pass(10_000);
    waits.push(await waitAfterDeath(), await waitAfterDeath());

    expect(waits).toEqual([100, 200, 400, 100, 200]);
  });

  test('one that dies while its successor is being opened is succeeded once', async () => {
    const { keeper, zygotes, script, asked } = await setScene();
    const slow = Promise.withResolvers<void>();
    script.push(slow.promise);
    zygotes[0]!.forks = 10;
    keeper.take();

    zygotes[0]!.die('killed by SIGKILL');
    await pass(0);
    expect(typeof keeper.take()).toBe('string');
    await pass(50);
    slow.resolve();
    await pass(0);
    expect(keeper.take()).toBe(zygotes[1]);
    await pass(20_000);

    expect(asked()).toBe(2);
    expect(keeper.take()).toBe(zygotes[1]);
    expect(zygotes[1]!.events).toEqual([]);
  });
});

describe('close', () => {
  test('closes the zygote in service and those that retired, and opens no more', async () => {
    const { keeper, zygotes, notices, asked } = await setScene();
    zygotes[0]!.forks = 10;
    keeper.take();
    await pass(0);

    await keeper.close();
    await pass(60_000);

    expect(zygotes.map(({ events }) => events)).toEqual([['retired', 'closed'], ['closed']]);
    expect([notices, asked()]).toEqual([[], 2]);
  });

  test('closes one that was being opened as soon as it is there', async () => {
    const { keeper, zygotes, script } = await setScene();
    const slow = Promise.withResolvers<void>();
    script.push(slow.promise);
    zygotes[0]!.forks = 10;
    keeper.take();

    const closed = keeper.close();
    slow.resolve();
    await closed;

    expect(zygotes[1]!.events).toContain('closed');
  });

  test('calls off the attempt that was to come', async () => {
    const { keeper, zygotes, asked } = await setScene();
    zygotes[0]!.die('killed by SIGKILL');
    await pass(0);

    await keeper.close();
    await pass(60_000);

    expect(asked()).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('is silent about an opening that fails while it closes', async () => {
    const { keeper, zygotes, script, notices } = await setScene();
    const doomed = Promise.withResolvers<void>();
    script.push(doomed.promise);
    zygotes[0]!.forks = 10;
    keeper.take();

    const closed = keeper.close();
    doomed.reject(new Error('killed'));
    await closed;

    expect(notices).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
