import { createExecLauncher, type Launcher } from '@muster/agent-runtime';
import { zygoteLauncher } from '@muster/zygote';
import type { Contestant } from './contestants/contestant.ts';
import { createCLauncher } from './contestants/c-zygote.ts';
import { launched } from './contestants/launched.ts';
import { nodeFork } from './contestants/node-fork.ts';
import { type ProgramFloor, programFloor } from './contestants/posix-spawn.ts';
import { workerThread } from './contestants/worker-thread.ts';
import type { Programs } from './programs.ts';
import type { Pace } from './measure/start-many.ts';

/** A contestant of a kind, what it is measured at, and with how many alive its memory is read. */
export interface Entry {
  readonly contestant: Contestant;
  readonly paces: readonly Pace[];
  readonly alive: readonly number[];
}

/** A kind of agent with all who start it. */
export interface Kind {
  readonly name: string;
  readonly about: string;
  readonly entries: readonly Entry[];
  readonly floor?: { readonly program: ProgramFloor; readonly count: number };
  readonly close: () => Promise<void>;
}

/** The contestants that goals speak of. */
export const COLD = 'exec launcher, cold';
export const OURS = 'zygote, preloaded agent';

const agent = (name: string): string => new URL(`agents/${name}.js`, import.meta.url).href;
const peer = (name: string): URL => new URL(`peers/${name}.js`, import.meta.url);
const TASK = agent('typical-task');

const oneByOne = (count: number): Pace => ({ count, concurrency: 1 });
const atOnce = (count: number): Pace => ({ count, concurrency: count });
const FORKED: readonly Pace[] = [
  oneByOne(40),
  { count: 40, concurrency: 2 },
  { count: 80, concurrency: 8 },
  atOnce(200),
  atOnce(700),
];
const COLD_PACES = [oneByOne(10), atOnce(20)];
const SDK_COLD_PACES = [oneByOne(3), atOnce(6)];

/** No runtime of Muster's: what a process costs that is connected and has said one thing. */
export async function bareKind(programs: Programs | undefined): Promise<Kind> {
  const module = agent('bare');
  const cold = { paces: COLD_PACES, alive: [20] };
  return kindOf(
    'bare agent',
    'one module without imports but node:net, which says that it is there',
    [
      { contestant: nodeFork(peer('bare')), ...cold },
      { contestant: workerThread(peer('bare')), ...cold },
      { contestant: await openExec(module), ...cold },
      {
        contestant: await openZygote(OURS, module, [TASK, module]),
        paces: FORKED,
        alive: [20, 200],
      },
      ...(await cEntries(programs)),
    ],
    { program: programFloor(programs?.posixSpawn), count: 40 },
  );
}

/** An agent that serves by Muster's runtime and imports nothing else. */
export async function runtimeKind(programs: Programs | undefined): Promise<Kind> {
  const module = agent('runtime');
  const imported = await openZygote('zygote, agent imported in child', module, [TASK]);
  return kindOf('agent on the runtime', "Muster's runtime and nothing else", [
    { contestant: await openExec(module), paces: COLD_PACES, alive: [20] },
    { contestant: imported, paces: [oneByOne(40), atOnce(200)], alive: [200] },
    { contestant: await openZygote(OURS, module, [TASK, module]), paces: FORKED, alive: [20, 200] },
    ...(await cEntries(programs)),
  ]);
}

/** An agent on Muster's runtime that imports a real SDK, heavy as those are. */
export async function sdkKind(): Promise<Kind> {
  const module = agent('sdk');
  const cold = { paces: SDK_COLD_PACES, alive: [5] };
  return kindOf('agent with an SDK', "Muster's runtime and @mistralai/mistralai", [
    { contestant: nodeFork(peer('sdk')), ...cold },
    { contestant: workerThread(peer('sdk')), ...cold },
    { contestant: await openExec(module), ...cold },
    { contestant: await openZygote(OURS, module, [TASK, module]), paces: FORKED, alive: [20, 200] },
  ]);
}

function kindOf(
  name: string,
  about: string,
  entries: readonly Entry[],
  floor?: Kind['floor'],
): Kind {
  return {
    name,
    about,
    entries,
    ...(floor === undefined ? {} : { floor }),
    close: async () => {
      for (const { contestant } of entries) await contestant.close();
    },
  };
}

async function openExec(module: string): Promise<Contestant> {
  return launched(COLD, 'cold', await createExecLauncher(), { module });
}

async function openZygote(
  name: string,
  module: string,
  preload: readonly string[],
): Promise<Contestant> {
  // Renewal would fall on whoever is measured at that moment.
  const launcher = await zygoteLauncher({ preload, renewAfterForks: 1_000_000 });
  return launched(name, 'forked', launcher, { module });
}

async function cEntries(programs: Programs | undefined): Promise<readonly Entry[]> {
  if (programs === undefined) return [];
  const launcher: Launcher = await createCLauncher(programs.cZygote);
  const spec = { module: programs.cZygote };
  return [{ contestant: launched(C_FLOOR, 'forked', launcher, spec), paces: FORKED, alive: [200] }];
}

/** How far a zygote could come if Node cost nothing. */
export const C_FLOOR = 'zygote and agent in C (floor)';
