import fs from 'node:fs';

/** Refuses a Node that is too old. Every script imports this first, so it uses nothing that an old Node lacks. */
const wanted = JSON.parse(fs.readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).engines.node.replace('>=', '');
const [major, minor] = wanted.split('.').map(Number);
const [ownMajor = 0, ownMinor = 0] = process.versions.node.split('.').map(Number);

if (ownMajor < major || (ownMajor === major && ownMinor < minor)) {
  console.error(
    `Tongke needs Node ${wanted} or newer, and this is Node ${process.versions.node}. Install a newer one from https://nodejs.org and run this again.`,
  );
  process.exit(1);
}
