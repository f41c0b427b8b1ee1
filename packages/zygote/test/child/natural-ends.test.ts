import { testPrograms } from '../fixtures/child-compare.ts';

const allocate = `
  let kept = [];
  for (let n = 0; n < 2_000_000; n++) { if (n % 100_000 === 0) kept = []; kept.push({ n, text: 'x' + n }); }`;
const worker = (source: string): string => `
  import { Worker } from 'node:worker_threads';
  new Worker(${JSON.stringify(source)}, { eval: true }).once('exit', (code) => console.log('worker', code));`;

testPrograms({
  'the natural end after much garbage': `${allocate}; console.log('done');`,
  'process.exit after much garbage': {
    source: `${allocate}; console.log('done'); process.exit(3);`,
    code: 3,
  },
  'the natural end after fetch': `
    import { createServer } from 'node:http';
    const server = createServer((_, response) => response.end('served')).listen(0, '127.0.0.1', async () => {
      console.log(await (await fetch('http://127.0.0.1:' + server.address().port)).text());
      server.close(); server.closeAllConnections();
    });`,
  'the natural end after WebAssembly': `
    const bytes = Uint8Array.from(Buffer.from('0061736d010000000105016000017f030201000707010366696e00000a06010400412a0b', 'hex'));
    const { instance } = await WebAssembly.instantiate(bytes);
    console.log(instance.exports.fin());`,
  'the natural end after a worker thread that ended naturally': worker(`console.log('in it')`),
  'the natural end after a worker thread with much garbage': worker(
    `${allocate}; require('node:worker_threads').threadId`,
  ),
  'the natural end after a worker thread that threw': {
    source: worker(`throw new Error('in it')`).replace(
      '.once(',
      `.on('error', (error) => console.log(error.message)).once(`,
    ),
  },
  'the natural end after a worker thread was terminated': `
    import { Worker } from 'node:worker_threads';
    const worker = new Worker('for (;;);', { eval: true });
    worker.once('online', async () => console.log('terminated', await worker.terminate()));`,
  'process.exit while a worker thread is busy': {
    source: `
    import { Worker } from 'node:worker_threads';
    new Worker('for (;;);', { eval: true }).once('online', () => { console.log('leaving'); process.exit(5); });`,
    code: 5,
  },
  'process.exit in a worker thread': `
    import { Worker } from 'node:worker_threads';
    new Worker('process.exit(4)', { eval: true }).once('exit', (code) => console.log('worker', code));`,
});
