// What a fork does in the soak. Plain JavaScript: types would have to be stripped in each fork.
import { spawn } from 'node:child_process';

const [fate, detail, ...flags] = process.argv.slice(2);
if (flags.includes('descendant')) spawn('sleep', ['1000'], { stdio: 'ignore' }).unref();
const stay = () => setInterval(() => undefined, 1_000);

switch (fate) {
  case 'exit':
    process.exit(Number(detail));
    break;
  case 'natural end':
    process.exitCode = Number(detail);
    setTimeout(() => undefined, 1);
    break;
  case 'uncaught error':
    throw new Error('as it must be');
  case 'signal':
    process.kill(process.pid, detail);
    stay();
    break;
  default:
    process.stdout.write('here\n');
    stay();
}
