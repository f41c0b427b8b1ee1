import type { Agent, Launcher } from '@muster/agent-runtime';
import { createPool as createGenericPool } from 'generic-pool';
import { Pool as LightningPool } from 'lightning-pool';
import { createPool } from '@muster/pooling';
import { Pool as TarnPool } from 'tarn';

/** A pool that holds its `min`, as a user of any pool sees it. */
export interface BenchedPool {
  /** Acquires an agent and gives it back, at once or when `work` is done. */
  readonly use: (work?: () => Promise<unknown>) => Promise<void>;
  readonly close: () => Promise<unknown>;
}

export interface Limits {
  readonly min: number;
  readonly max: number;
}

/** Opens a pool over a launcher and fills it. All pools get their agents from the same launcher. */
export type OpenPool = (launcher: Launcher, limits: Limits) => Promise<BenchedPool>;

/** Each peer as its README shows it. */
export const PEERS: Readonly<Record<string, OpenPool>> = {
  tarn: openTarn,
  'generic-pool': (launcher, limits) => openGeneric(launcher, limits, false),
  'lightning-pool': (launcher, limits) => openLightning(launcher, limits, false),
};

/** Those that can reset an agent at each use, as Muster's pool always does, doing so. */
export const RESETTING_PEERS: Readonly<Record<string, OpenPool>> = {
  'generic-pool with a reset': (launcher, limits) => openGeneric(launcher, limits, true),
  'lightning-pool with a reset': (launcher, limits) => openLightning(launcher, limits, true),
};

const SPEC = { command: 'none' };

/** Each release is followed by a reset, off the path of who releases. */
export async function openMuster(launcher: Launcher, { min, max }: Limits): Promise<BenchedPool> {
  const pool = createPool({
    launcher,
    spec: SPEC,
    // Of a fixed size where it is one, as its user would say it. One start at a time, as HikariCP.
    ...(min === max ? { size: max } : { min, max, maxStarting: 1 }),
  });
  await pool.filled();
  return {
    use: async (work) => {
      const lease = await pool.acquire();
      if (work !== undefined) await work();
      lease.release();
    },
    close: () => pool.close(),
  };
}

async function openTarn(launcher: Launcher, { min, max }: Limits): Promise<BenchedPool> {
  const pool = new TarnPool<Agent>({
    create: () => launcher.launch(SPEC),
    destroy: (agent) => void agent.stop(),
    min,
    max,
  });
  await fill(
    min,
    () => pool.acquire().promise,
    (agent) => pool.release(agent),
  );
  return {
    use: async (work) => {
      const agent = await pool.acquire().promise;
      if (work !== undefined) await work();
      pool.release(agent);
    },
    close: () => pool.destroy(),
  };
}

/** It has no reset; its validation at each borrow does the same work at the other end of the use. */
async function openGeneric(
  launcher: Launcher,
  { min, max }: Limits,
  resets: boolean,
): Promise<BenchedPool> {
  const pool = createGenericPool<Agent>(
    {
      create: () => launcher.launch(SPEC),
      destroy: async (agent) => void agent.stop(),
      validate: (agent) => agent.reset().then(() => true),
    },
    { min, max, testOnBorrow: resets },
  );
  await pool.ready();
  return {
    use: async (work) => {
      const agent = await pool.acquire();
      if (work !== undefined) await work();
      // Its promise says that the agent is back; as in the README, nobody waits for it.
      void pool.release(agent);
    },
    close: async () => {
      await pool.drain();
      await pool.clear();
    },
  };
}

async function openLightning(
  launcher: Launcher,
  { min, max }: Limits,
  resets: boolean,
): Promise<BenchedPool> {
  const pool = new LightningPool<Agent>(
    {
      create: () => launcher.launch(SPEC),
      destroy: async (agent) => void agent.stop(),
      ...(resets ? { reset: (agent) => agent.reset() } : {}),
    },
    { min, max },
  );
  pool.start();
  await fill(
    min,
    () => pool.acquire(),
    (agent) => pool.release(agent),
  );
  return {
    use: async (work) => {
      const agent = await pool.acquire();
      if (work !== undefined) await work();
      pool.release(agent);
    },
    close: () => pool.closeAsync(true),
  };
}

/** Holds as many at once, so that all are there before anything is measured. */
async function fill(
  count: number,
  acquire: () => Promise<Agent>,
  release: (agent: Agent) => unknown,
): Promise<void> {
  const held = await Promise.all(Array.from({ length: count }, acquire));
  for (const agent of held) release(agent);
}
