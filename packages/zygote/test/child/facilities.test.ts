import { testPrograms } from '../fixtures/child-compare.ts';

const served = (client: string): string => `
  import http from 'node:http';
  const server = http.createServer((request, response) => request.pipe(response)).listen(0, '127.0.0.1', async () => {
    const { port } = server.address();
    ${client}
    server.close(); server.closeAllConnections();
  });`;

testPrograms({
  'timers take their time': `
    const start = performance.now();
    setTimeout(() => { const took = performance.now() - start; console.log(took >= 199 && took < 2_000); }, 200);`,
  'intervals tick and stop': `let n = 0; const timer = setInterval(() => { console.log(n); if (++n === 3) clearInterval(timer); }, 2);`,
  'an immediate and an aborted timer': `
    import { setTimeout as wait } from 'node:timers/promises';
    setImmediate(() => console.log('immediate'));
    await wait(60_000, undefined, { signal: AbortSignal.timeout(100) }).catch((error) => console.log(error.name));`,
  'files are read, written, appended, renamed and removed': `
    import fs from 'node:fs/promises';
    const file = './file-' + process.pid;
    await fs.writeFile(file, 'one'); await fs.appendFile(file, 'two'); await fs.rename(file, file + 'b');
    console.log(await fs.readFile(file + 'b', 'utf8'), (await fs.stat(file + 'b')).size); await fs.rm(file + 'b');`,
  'a file is watched': `
    import fs from 'node:fs';
    const folder = fs.mkdtempSync('./watched-');
    const watcher = fs.watch(folder, (kind, name) => { console.log(kind, name); watcher.close(); fs.rmSync(folder, { recursive: true }); });
    setTimeout(() => fs.writeFileSync(folder + '/new', ''), 20);`,
  'a file is polled': `
    import fs from 'node:fs';
    const file = './polled-' + process.pid; fs.writeFileSync(file, '');
    fs.watchFile(file, { interval: 5 }, (now) => { console.log(now.size); fs.unwatchFile(file); fs.rmSync(file); });
    setTimeout(() => fs.writeFileSync(file, 'more'), 20);`,
  'many files at once, through the thread pool': `
    import fs from 'node:fs/promises';
    const texts = await Promise.all(Array.from({ length: 50 }, () => fs.readFile(import.meta.filename, 'utf8')));
    console.log(new Set(texts).size, texts.length);`,
  'a stream of a file, compressed and back': `
    import { createReadStream } from 'node:fs'; import zlib from 'node:zlib'; import { pipeline } from 'node:stream/promises'; import { text } from 'node:stream/consumers';
    const chain = createReadStream(import.meta.filename).pipe(zlib.createGzip()).pipe(zlib.createGunzip());
    console.log((await text(chain)).length > 0, zlib.brotliDecompressSync(zlib.brotliCompressSync('brotli')).toString(), pipeline.name);`,
  'gzip on the thread pool': `
    import { promisify } from 'node:util'; import zlib from 'node:zlib';
    const packed = await promisify(zlib.gzip)(Buffer.alloc(1_000_000)); console.log((await promisify(zlib.gunzip)(packed)).length);`,
  'keys, hashes and signatures': `
    import crypto from 'node:crypto'; import { promisify } from 'node:util';
    console.log((await promisify(crypto.pbkdf2)('secret', 'salt', 1000, 16, 'sha256')).toString('hex'));
    console.log((await promisify(crypto.scrypt)('secret', 'salt', 16)).toString('hex'));
    console.log(crypto.createHash('sha512').update('x').digest('hex'), crypto.createHmac('sha1', 'k').update('x').digest('hex'));
    const { privateKey, publicKey } = await promisify(crypto.generateKeyPair)('ed25519');
    console.log(crypto.verify(null, Buffer.from('x'), publicKey, crypto.sign(null, Buffer.from('x'), privateKey)));
    const key = crypto.randomBytes(32), iv = crypto.randomBytes(12), cipher = crypto.createCipheriv('aes-256-gcm', key, iv);
    console.log(cipher.update('text', 'utf8').length, cipher.final().length, cipher.getAuthTag().length);`,
  'keys of the web': `
    const key = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, true, ['sign', 'verify']);
    const signature = await crypto.subtle.sign('HMAC', key, new Uint8Array(4));
    console.log(signature.byteLength, await crypto.subtle.verify('HMAC', key, signature, new Uint8Array(4)));`,
  'names are looked up': `
    import { lookup, resolve4 } from 'node:dns/promises';
    console.log(await lookup('localhost', { family: 4 }));
    await resolve4('name.invalid', {}).catch((error) => console.log(typeof error.code));`,
  'http, many requests over a kept connection': served(`
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    for (let n = 0; n < 5; n++) await new Promise((resolve) => {
      http.request({ port, agent, method: 'POST' }, (response) => response.on('data', (data) => console.log(String(data))).on('end', resolve)).end('request ' + n);
    });
    agent.destroy();`),
  'fetch from a server of its own': served(`
    console.log(await (await fetch('http://127.0.0.1:' + port, { method: 'POST', body: 'fetched' })).text());`),
  'fetch that is refused': `await fetch('http://127.0.0.1:1').catch((error) => console.log(error.message, error.cause.code));`,
  'sockets of the network and of paths': `
    import net from 'node:net';
    for (const where of [0, './socket-' + process.pid]) await new Promise((resolve) => {
      const server = net.createServer((socket) => socket.pipe(socket)).listen(where, () => {
        const { port = where } = server.address();
        net.connect(port).on('data', (data) => { console.log(String(data)); }).on('close', () => server.close(resolve)).end('echo');
      });
    });`,
  datagrams: `
    import dgram from 'node:dgram';
    const socket = dgram.createSocket('udp4').on('message', (data) => { console.log(String(data)); socket.close(); });
    socket.bind(0, '127.0.0.1', () => socket.send('datagram', socket.address().port, '127.0.0.1'));`,
  'TLS contexts': `import tls from 'node:tls'; console.log(tls.createSecureContext() !== undefined, tls.rootCertificates.length, tls.getCiphers().length);`,
  'programs are started, with input and output': `
    import { spawn, exec, execFile, spawnSync, execSync } from 'node:child_process'; import { promisify } from 'node:util'; import { text } from 'node:stream/consumers';
    const cat = spawn('cat'); cat.stdin.end('through cat'); console.log(await text(cat.stdout));
    console.log(await promisify(exec)('echo $((6 * 7)); echo err >&2'), await promisify(execFile)('echo', ['file']));
    console.log(spawnSync('sh', ['-c', 'exit 3']).status, String(execSync('echo sync')), spawnSync('sh', ['-c', 'kill -TERM $$']).signal);
    console.log(await new Promise((resolve) => spawn('no-such-program').once('error', (error) => resolve(error.code))));`,
  'a program it started has only its descriptors': `
    import { execSync } from 'node:child_process';
    console.log(String(execSync('ls /proc/self/fd', { stdio: ['ignore', 'pipe', 'inherit'] })));`,
  'a program that ends at once, a hundred times': `
    import { spawn } from 'node:child_process';
    const codes = await Promise.all(Array.from({ length: 100 }, (_, n) => new Promise((resolve) => spawn('sh', ['-c', 'exit ' + n]).once('exit', resolve))));
    console.log(codes.join());`,
  'a forked Node with messages': {
    kind: 'cjs',
    source: `
    const { fork } = require('node:child_process');
    if (process.send) process.on('message', (message) => { process.send({ echo: message, argv: process.execArgv }); process.disconnect(); });
    else { const child = fork(__filename); child.on('message', (message) => console.log(message)); child.on('exit', (code) => console.log('exit', code)); child.send('hello'); }`,
  },
  'a cluster': {
    kind: 'cjs',
    source: `
    const cluster = require('node:cluster');
    if (cluster.isPrimary) { const worker = cluster.fork(); worker.on('message', (message) => { console.log(message); worker.kill(); }); worker.on('exit', (code, signal) => console.log(code, signal)); }
    else process.send({ id: cluster.worker.id });`,
  },
  'a worker thread with messages, data and environment': `
    import { Worker } from 'node:worker_threads';
    const worker = new Worker("const { parentPort, workerData, threadId } = require('node:worker_threads'); parentPort.on('message', (message) => { parentPort.postMessage([message, workerData, threadId, process.env.MINE, process.pid === workerData.pid, process.argv.slice(2)]); parentPort.close(); });", { eval: true, workerData: { pid: process.pid }, env: { MINE: 'yes' }, argv: ['word'] });
    worker.on('message', ([message, , ...rest]) => console.log(message, rest)).on('exit', (code) => console.log('exit', code));
    worker.postMessage('hello');`,
  'eight worker threads at once, with garbage': `
    import { Worker } from 'node:worker_threads';
    const source = "let kept = []; for (let n = 0; n < 300_000; n++) { if (n % 10_000 === 0) kept = []; kept.push({ n }); } require('node:worker_threads').parentPort.postMessage(kept.length);";
    console.log(await Promise.all(Array.from({ length: 8 }, () => new Promise((resolve, reject) => new Worker(source, { eval: true }).once('message', resolve).once('error', reject)))));`,
  'a worker thread from a module': `
    import { Worker, isMainThread, parentPort } from 'node:worker_threads';
    if (isMainThread) new Worker(new URL(import.meta.url)).on('message', (message) => console.log(message)).on('exit', (code) => console.log(code));
    else parentPort.postMessage({ isMainThread, main: import.meta.main });`,
  'what a worker thread prints': `import { Worker } from 'node:worker_threads'; new Worker("console.log('out'); console.error('err')", { eval: true });`,
  'shared memory and Atomics.wait between threads': `
    import { Worker } from 'node:worker_threads';
    const cells = new Int32Array(new SharedArrayBuffer(8));
    const worker = new Worker("const { workerData: cells } = require('node:worker_threads'); Atomics.wait(cells, 0, 0); Atomics.add(cells, 1, 41); Atomics.store(cells, 0, 2); Atomics.notify(cells, 0);", { eval: true, workerData: cells });
    worker.once('online', () => { Atomics.store(cells, 0, 1); Atomics.notify(cells, 0); });
    worker.once('exit', () => console.log(Atomics.load(cells, 1), Atomics.wait(cells, 0, 2, 5)));`,
  'Atomics.waitAsync': `
    const cells = new Int32Array(new SharedArrayBuffer(4));
    const { value } = Atomics.waitAsync(cells, 0, 0, 5_000); setTimeout(() => Atomics.notify(cells, 0), 5);
    const timer = setInterval(() => {}, 100); console.log(await value); clearInterval(timer);`,
  'channels between threads': `
    import { Worker } from 'node:worker_threads';
    const channel = new BroadcastChannel('c'); channel.onmessage = ({ data }) => { console.log(data); channel.close(); };
    new Worker("const c = new BroadcastChannel('c'); c.postMessage('broadcast'); c.close();", { eval: true });
    const { port1, port2 } = new MessageChannel(); port2.on('message', (message) => { console.log(message); port2.close(); }); port1.postMessage({ structured: new Map([[1, 2]]) });`,
  'FinalizationRegistry and WeakRef': `
    import v8 from 'node:v8'; import vm from 'node:vm';
    v8.setFlagsFromString('--expose-gc'); const gc = vm.runInNewContext('gc');
    const registry = new FinalizationRegistry((what) => { console.log(what); clearInterval(timer); });
    (() => { registry.register({ big: new Array(1000) }, 'finalized'); })();
    const timer = setInterval(() => gc(), 2);`,
  'WebAssembly, compiled at once and later': `
    const bytes = Uint8Array.from(Buffer.from('0061736d010000000105016000017f030201000707010366696e00000a06010400412a0b', 'hex'));
    console.log(new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.fin(), WebAssembly.validate(bytes));
    console.log((await WebAssembly.instantiate(await WebAssembly.compile(bytes))).exports.fin(), new WebAssembly.Memory({ initial: 10 }).buffer.byteLength);`,
  'text, URLs, Intl, structuredClone, streams of the web': `
    console.log(new TextDecoder('utf-16le').decode(new Uint8Array([65, 0])), new URL('/a?b#c', 'http://x.y').href, new Intl.NumberFormat('de').format(1234.5), 'İ'.toLocaleLowerCase('tr'), [...'z', 'ä'].sort(new Intl.Collator('de').compare).join(''));
    console.log(structuredClone({ date: new Date(0), set: new Set([1]) }), await new Response(new Blob(['blob']).stream()).text(), await new Response(new Response('x').body.pipeThrough(new CompressionStream('gzip')).pipeThrough(new DecompressionStream('gzip'))).text());`,
  'events, abort signals and async iteration': `
    import { once, EventEmitter, on } from 'node:events'; import { Readable } from 'node:stream';
    const emitter = new EventEmitter(); setImmediate(() => emitter.emit('x', 1)); console.log(await once(emitter, 'x'));
    for await (const n of Readable.from([1, 2])) console.log(n);
    console.log(AbortSignal.any([AbortSignal.abort('why')]).reason);`,
  'marks, measures and observers': `
    import { PerformanceObserver, performance, monitorEventLoopDelay, createHistogram } from 'node:perf_hooks';
    const seen = new Promise((resolve) => new PerformanceObserver((list, observer) => { resolve(list.getEntries().map(({ name, entryType }) => name + entryType).sort()); observer.disconnect(); }).observe({ entryTypes: ['mark', 'measure'] }));
    performance.mark('a'); performance.mark('b'); console.log(performance.measure('m', 'a', 'b').duration >= 0, await seen);
    const delay = monitorEventLoopDelay(); delay.enable(); setTimeout(() => { delay.disable(); console.log(delay.max < 5e9, performance.eventLoopUtilization().utilization <= 1); }, 20);`,
  'marks and measures agree with performance.now': `
    const start = performance.now();
    const mark = performance.mark('m'), measure = performance.measure('x', { start });
    console.log(mark.startTime >= start, mark.startTime <= performance.now(), measure.startTime === start, measure.duration < 1_000);
    const both = performance.measure('both', 'm');
    console.log(both.startTime === mark.startTime, both.duration < 1_000, performance.measure('all').startTime);`,
  'observers of garbage collection': `
    import { PerformanceObserver } from 'node:perf_hooks';
    const observer = new PerformanceObserver((list) => { console.log(list.getEntries().length > 0); observer.disconnect(); clearInterval(timer); }); observer.observe({ entryTypes: ['gc'] });
    const timer = setInterval(() => { for (let n = 0; n < 50_000; n++) ({ n, text: 'x' + n }); }, 1);`,
  'a heap of 200 megabytes': `
    const kept = []; for (let n = 0; n < 2_000_000; n++) kept.push({ n, text: 'text ' + n, more: [n] });
    console.log(kept.length, process.memoryUsage().heapUsed > 200e6);`,
  'buffers outside of the heap': `
    const kept = Array.from({ length: 50 }, (_, n) => Buffer.alloc(2_000_000, n)); console.log(kept.reduce((sum, buffer) => sum + buffer[1_999_999], 0));`,
  'memory that is not there is an error': {
    source: `
    try { new ArrayBuffer(2 ** 53 - 1); } catch (error) { console.log(error.name); }
    try { 'x'.repeat(2 ** 30); } catch (error) { console.log(error.name); }`,
  },
  'code that is optimised and falls back': `
    const add = (a, b) => a + b; let sum = 0;
    for (let n = 0; n < 3_000_000; n++) sum = add(sum, n); for (let n = 0; n < 1000; n++) add('x', n); console.log(sum, add('x', 1));`,
  'a regular expression that works hard': `console.log(/^(a+)+$/.test('a'.repeat(22) + 'b'), 'x'.repeat(100_000).replaceAll(/x/g, 'yy').length);`,
  'reports and heap statistics': `
    import v8 from 'node:v8';
    console.log(process.report.getReport().header.processId === process.pid, v8.getHeapStatistics().used_heap_size > 0, v8.deserialize(v8.serialize({ a: 1n })).a, process.resourceUsage().maxRSS > 0, process.cpuUsage().user >= 0);`,
  'a heap snapshot': `import v8 from 'node:v8'; let bytes = 0; for await (const chunk of v8.getHeapSnapshot()) bytes += chunk.length; console.log(bytes > 100_000);`,
  'a session of the inspector': `
    import { Session } from 'node:inspector/promises'; const session = new Session(); session.connect();
    console.log((await session.post('Runtime.evaluate', { expression: '6 * 7' })).result.value); session.disconnect();`,
  'processor profiles through the inspector': `
    import { Session } from 'node:inspector/promises'; const session = new Session(); session.connect();
    await session.post('Profiler.enable'); await session.post('Profiler.start'); for (let n = 0; n < 1e6; n++) Math.sqrt(n);
    console.log((await session.post('Profiler.stop')).profile.nodes.length > 0);`,
  'a module of the test runner': `import assert from 'node:assert/strict'; try { assert.deepEqual({ a: 1 }, { a: 2 }); } catch (error) { console.log(error.code); }`,
  sqlite: `import { DatabaseSync } from 'node:sqlite'; process.removeAllListeners('warning'); const db = new DatabaseSync(':memory:'); console.log(db.prepare('select 6 * 7 as answer').get().answer);`,
  'readline on an input that is empty': `
    import { createInterface } from 'node:readline'; createInterface({ input: process.stdin }).on('line', () => console.log('never')).on('close', () => console.log('closed'));`,
});
