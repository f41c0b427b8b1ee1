import { main } from '@muster/experiment/main';

// The command that measures the sprints, in a process of its own as it always is.
process.exit(await main());
