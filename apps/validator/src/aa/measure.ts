import { main } from '@muster/experiment/main';

// Once the process that asked for it is gone, however that ended, nobody reads what is found.
process.stdin.once('end', () => process.kill(process.pid, 'SIGTERM')).resume();
process.stderr.on('error', () => undefined);

// The command that measures the sprints, in a process of its own as it always is.
process.exit(await main());
