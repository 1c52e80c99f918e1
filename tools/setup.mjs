// @ts-check
/**
 * Installs the dependencies when they are not the ones of package-lock.json, so that `npm start`
 * and `npm test` work on a bare clone. Imports nothing that would have to be installed first.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const oldestNode = [20, 19];

/** @returns {boolean} whether this Node can run the project */
function nodeIsRecentEnough() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldestNode;
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, link?: boolean, optional?: boolean, devOptional?: boolean }>}
 */
function lockedPackages(file) {
  try {
    return JSON.parse(readFileSync(path.join(root, file), 'utf8')).packages;
  } catch {
    return {};
  }
}

/**
 * npm writes node_modules/.package-lock.json as the last act of an install, so an interrupted one
 * does not count. Optional packages are for other platforms.
 */
function isInstalled() {
  const installed = lockedPackages('node_modules/.package-lock.json');
  return Object.entries(lockedPackages('package-lock.json')).every(
    ([folder, locked]) =>
      !folder.includes('node_modules/') ||
      locked.optional ||
      locked.devOptional ||
      (installed[folder] !== undefined && installed[folder].version === locked.version),
  );
}

if (!nodeIsRecentEnough()) {
  console.error(
    `Cadran needs Node ${oldestNode.join('.')} or later; this is Node ${process.versions.node}. ` +
      'Install a newer one from https://nodejs.org and run the command again.',
  );
  process.exit(1);
}
if (!isInstalled()) {
  console.log('Installing dependencies (npm ci) ...');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error('The dependencies could not be installed: see what npm says above.');
    process.exit(1);
  }
}
