/** Whether the pool hands out agents. Closing is for ever. */
export interface Gate {
  isOpen(): boolean;
  isPaused(): boolean;
  isClosed(): boolean;
  readonly pause: () => void;
  resume(): void;
  close(): void;
}

export function createGate(): Gate {
  let state: 'open' | 'paused' | 'closed' = 'open';
  return {
    isOpen: () => state === 'open',
    isPaused: () => state === 'paused',
    isClosed: () => state === 'closed',
    pause: () => {
      if (state === 'open') state = 'paused';
    },
    resume: () => {
      if (state === 'paused') state = 'open';
    },
    close: () => {
      state = 'closed';
    },
  };
}
