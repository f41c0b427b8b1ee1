import { createPool as createGenericPool } from 'generic-pool';
import { Pool as LightningPool } from 'lightning-pool';
import { createPool } from '@muster/pooling';
import { Pool as TarnPool } from 'tarn';
import { createScriptedLauncher } from '../test/fixtures/scripted-launcher.ts';

/** A filled pool, as a user of any pool sees it. */
export interface BenchedPool {
  /** Acquires a resource and gives it back at once. */
  readonly use: () => Promise<void>;
  readonly close: () => Promise<unknown>;
}

/** How to open and fill each of the pools, by name. */
export const POOLS: Readonly<Record<string, (size: number) => Promise<BenchedPool>>> = {
  muster: openMuster,
  tarn: openTarn,
  'generic-pool': openGeneric,
  'lightning-pool': (size) => openLightning(size),
  'lightning-pool with a reset': (size) => openLightning(size, async () => undefined),
};

/** Muster's pool over agents without a process. Each release is followed by a reset, off the path. */
async function openMuster(size: number): Promise<BenchedPool> {
  const pool = createPool({ launcher: createScriptedLauncher(), spec: { command: 'none' }, size });
  await pool.filled();
  return {
    use: async () => {
      const lease = await pool.acquire();
      lease.release();
    },
    close: () => pool.close(),
  };
}

/** tarn as its README shows it, with as many resources at least as at most. */
async function openTarn(size: number): Promise<BenchedPool> {
  const pool = new TarnPool<object>({
    create: (done) => done(null, {}),
    destroy: () => undefined,
    min: size,
    max: size,
  });
  const use = async (): Promise<void> => {
    pool.release(await pool.acquire().promise);
  };
  await fill(
    size,
    () => pool.acquire().promise,
    (resource) => pool.release(resource),
  );
  return { use, close: () => pool.destroy() };
}

/** generic-pool as its README shows it. */
async function openGeneric(size: number): Promise<BenchedPool> {
  const pool = createGenericPool<object>(
    { create: async () => ({}), destroy: async () => undefined },
    { min: size, max: size },
  );
  await pool.ready();
  return {
    use: async () => {
      // Its promise says that the resource is back; as in the README, nobody waits for it.
      void pool.release(await pool.acquire());
    },
    close: async () => {
      await pool.drain();
      await pool.clear();
    },
  };
}

/** lightning-pool as its README shows it; with a reset it does the same work as Muster's. */
async function openLightning(size: number, reset?: () => Promise<void>): Promise<BenchedPool> {
  const pool = new LightningPool<object>(
    {
      create: async () => ({}),
      destroy: async () => undefined,
      ...(reset === undefined ? {} : { reset }),
    },
    { min: size, max: size, minIdle: size },
  );
  pool.start();
  await fill(
    size,
    () => pool.acquire(),
    (resource) => pool.release(resource),
  );
  return {
    use: async () => {
      pool.release(await pool.acquire());
    },
    close: () => pool.closeAsync(true),
  };
}

/** Holds all resources at once, so that all are there before anything is measured. */
async function fill(
  size: number,
  acquire: () => Promise<object>,
  release: (resource: object) => unknown,
): Promise<void> {
  const held = await Promise.all(Array.from({ length: size }, acquire));
  for (const resource of held) release(resource);
}
