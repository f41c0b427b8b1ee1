import { createKnee } from './knee.ts';
import type { Strategy } from './strategy.ts';

/** A strategy at work. */
export interface Pacing {
  /** How many may be underway at once, as things stand. */
  readonly limit: number;
  /** How many more may begin while `underway` are. */
  room(underway: number): number;
  began(): void;
  /** A start was successful, at this time. */
  succeeded(atMs: number): void;
  /** Fewer are underway than may be: nobody waits for a start, or starts are held. */
  interrupted(): void;
  /** The host is pressed: be satisfied with less. */
  pressed(): void;
}

export interface PacingDefaults {
  readonly min: number;
  readonly max: number;
  readonly initial: number;
}

/** Puts a strategy to work; `defaults` are those of `adaptive`. */
export function createPacing(strategy: Strategy, defaults: PacingDefaults): Pacing {
  if (strategy.kind === 'sequential') return createWindow(1);
  if (strategy.kind === 'window') return createWindow(strategy.size);
  if (strategy.kind === 'waves') return createWaves(strategy.size);
  const { min = defaults.min, max = defaults.max, initial = defaults.initial } = strategy;
  return createKnee({ min, max, initial });
}

const nothing = (): void => undefined;

function createWindow(size: number): Pacing {
  return {
    limit: size,
    room: (underway) => size - underway,
    began: nothing,
    succeeded: nothing,
    interrupted: nothing,
    pressed: nothing,
  };
}

function createWaves(size: number): Pacing {
  let left = size;
  return {
    limit: size,
    room: (underway) => {
      if (underway === 0 && left === 0) left = size;
      return left;
    },
    began: () => void left--,
    succeeded: nothing,
    // With nobody there to complete it, or no room, a wave is what has begun of it.
    interrupted: () => void (left = 0),
    pressed: nothing,
  };
}
