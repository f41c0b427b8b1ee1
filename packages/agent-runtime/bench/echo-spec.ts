import type { ModuleSpec } from '@muster/agent-runtime';

/** The smallest agent there is: what is measured is the price of an agent, not of its work. */
export const echoSpec: ModuleSpec = {
  module: import.meta.resolve('@muster/agent-runtime/echo-agent'),
};
