import { testPrograms } from '../fixtures/child-compare.ts';

const show = (expression: string): string => `console.log(JSON.stringify(${expression}));`;

testPrograms({
  'process.pid is the number the kernel gave': `
    import { readlinkSync } from 'node:fs';
    console.log(readlinkSync('/proc/self') === String(process.pid), process.pid > 1);`,
  'process.pid is a number of its own, enumerable': `
    const { value, ...how } = Object.getOwnPropertyDescriptor(process, 'pid');
    console.log(typeof value, Object.keys(process).includes('pid'));`,
  'it leads a session and a group of its own': `
    import { readFileSync } from 'node:fs';
    const [, , group, session] = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ');
    console.log(Number(group) === process.pid, Number(session) === process.pid);`,
  'argv is as with node': { source: show('process.argv'), args: ['one', '--two=3', 'ü', ''] },
  'argv0 and execPath are as with node': show('[process.argv0, process.execPath]'),
  'execArgv is empty': show('process.execArgv'),
  'the versions and features are the same': show(
    '[process.version, process.versions, process.features, process.release, process.config]',
  ),
  'the environment is what was asked for, no more': {
    source: show('process.env'),
    env: { PATH: '/bin', A: 'b', EMPTY: '', SPACES: ' x ', UNICODE: 'ü€😀', NODE_ENV: 'test' },
  },
  'what it starts in turn has its environment': {
    source: `
      import { execFileSync } from 'node:child_process';
      console.log(execFileSync('env', { encoding: 'utf8' }).split('\\n').filter((line) => !/^(PWD|SHLVL|_|OLDPWD)=/.test(line)).sort().join());`,
    env: { PATH: process.env['PATH'] ?? '', ONLY: 'this' },
  },
  'what it sets in the environment is there for what it starts': `
    import { execSync } from 'node:child_process';
    process.env.LATE = 'set'; delete process.env.PATH2;
    console.log(execSync('echo $LATE', { encoding: 'utf8' }));`,
  'TZ is obeyed by dates': {
    source: `console.log(new Date(0).toString(), new Intl.DateTimeFormat().resolvedOptions().timeZone);`,
    env: { TZ: 'Asia/Kathmandu' },
  },
  'without TZ dates are those of the machine': `console.log(new Date(0).toString(), process.env.TZ);`,
  'the working directory is the one asked for': {
    source: `
      import { realpathSync, readlinkSync } from 'node:fs';
      import { resolve } from 'node:path';
      console.log(process.cwd(), resolve('x'), realpathSync('.'), readlinkSync('/proc/self/cwd'));`,
    cwd: '/usr/lib',
  },
  'relative files are found in the working directory': {
    source: `import { readdirSync } from 'node:fs'; console.log(readdirSync('.').includes('self'));`,
    cwd: '/proc',
  },
  'chdir works': `process.chdir('/usr'); import { readdirSync } from 'node:fs'; console.log(process.cwd(), readdirSync('.').length > 0);`,
  'the umask is the same': show(`process.umask().toString(8)`),
  'its user and groups are the same': show(
    '[process.getuid(), process.geteuid(), process.getgid(), process.getgroups()]',
  ),
  'its limits are the same': `
    import { readFileSync } from 'node:fs';
    console.log(readFileSync('/proc/self/limits', 'utf8'));`,
  'no signal is blocked, ignored or caught that is not with node': `
    import { readFileSync } from 'node:fs';
    console.log(readFileSync('/proc/self/status', 'utf8').match(/^(SigPnd|ShdPnd|SigBlk|SigIgn|SigCgt|NoNewPrivs|Seccomp):.*$/gm).join());`,
  'the system shows its module and words': {
    source: `
      import { readFileSync } from 'node:fs';
      console.log(readFileSync('/proc/self/cmdline', 'utf8').replaceAll('\\0', ' ').trim());`,
    args: ['word', 'another'],
  },
  'the names of globals are the same': `
    console.log(Object.getOwnPropertyNames(globalThis).sort().join());
    for (const name in globalThis) console.log(name);`,
  'the properties of process are the same, but for its own emit': `
    console.log(Reflect.ownKeys(process).map(String).filter((name) => name !== 'emit').sort().join());`,
  'nobody listens to the process': `
    console.log(process.eventNames().map((name) => [String(name), process.listenerCount(name)]));`,
  'process.connected and send are not there': show(
    `[process.connected, typeof process.send, process.channel]`,
  ),
  'no handle or request is open': `
    setTimeout(() => console.log(process.getActiveResourcesInfo(), process._getActiveRequests().length), 1);`,
  'the permission model and debug port are the same': show(
    `[process.permission, process.debugPort, process.allowedNodeEnvironmentFlags.size]`,
  ),
  'Math.random looks as it does': `
    const { value, ...how } = Object.getOwnPropertyDescriptor(Math, 'random');
    console.log(value.name, value.length, how);`,
  'v8 flags that programs can see are the same': `
    import v8 from 'node:v8';
    console.log(v8.getHeapStatistics().heap_size_limit, typeof gc, v8.startupSnapshot.isBuildingSnapshot());`,
});
