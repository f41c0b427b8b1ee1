// The first step of the README's commands. pnpm sets the clone up before it runs a script, but goes
// on when that fails; this then says in one sentence what is missing. It must run on whatever Node a
// machine has, so it is plain CommonJS and uses nothing new.
'use strict';
const fs = require('node:fs');
const path = require('node:path');

const root = path.resolve(__dirname, '..', '..');
const NEEDED_MB = 600;

const problem = findProblem();
if (problem !== undefined) {
  console.error(`\nMuster cannot be set up here: ${problem}`);
  process.exit(2);
}

function findProblem() {
  const modules = path.join(root, 'node_modules');
  const installed =
    fs.existsSync(path.join(modules, '.pnpm-workspace-state-v1.json')) &&
    fs.existsSync(path.join(modules, '.bin', 'turbo'));
  if (!installed) {
    return (
      withoutPermission() ||
      withoutSpace() ||
      'the installation did not finish (see above); run the same command again, and with a working network.'
    );
  }
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return undefined;
  return `no pinned Node is to be had for ${process.platform} ${process.arch}, and this machine's own is ${process.versions.node}; install Node 22.18 or later.`;
}

function withoutPermission() {
  try {
    fs.accessSync(root, fs.constants.W_OK);
    return undefined;
  } catch {
    return `${root} is not writable for this user; clone it where you may write.`;
  }
}

function withoutSpace() {
  if (fs.statfsSync === undefined) return undefined;
  const { bavail, bsize } = fs.statfsSync(root);
  const freeMb = Math.floor((bavail * bsize) / 1e6);
  return freeMb < NEEDED_MB
    ? `the disk of ${root} has ${freeMb} MB free, and ${NEEDED_MB} MB are needed.`
    : undefined;
}
