// @ts-check
/**
 * Finds the browsers that tests and demos run in. Nothing is ever downloaded behind anyone's back:
 * the one exception is Debian as root (a container), where `npm test` installs the `chromium` package.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import path from 'node:path';

const chromiumNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const chromiumPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ...programFiles('Google\\Chrome\\Application\\chrome.exe'),
  ...programFiles('Microsoft\\Edge\\Application\\msedge.exe'),
];
const firefoxNames = ['firefox-esr', 'firefox'];
const firefoxPlaces = [
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  ...programFiles('Mozilla Firefox\\firefox.exe'),
];

/** Command line flags for a Chromium that has a microphone, may play sound and asks nothing. */
export const chromiumArguments = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  // Two hidden pages of the browser's own for each window, which take longer to load than ours.
  '--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup',
];

/** The same for Firefox, as preferences. */
export const firefoxPreferences = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.autoplay.default': 0,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
};

/** @returns {string | undefined} the path of a Chromium, `CHROME_PATH` first */
export function findChromium() {
  return find(process.env['CHROME_PATH'], 'CHROME_PATH', chromiumNames, chromiumPlaces);
}

/** @returns {string | undefined} the path of a Firefox, `FIREFOX_PATH` first */
export function findFirefox() {
  return find(process.env['FIREFOX_PATH'], 'FIREFOX_PATH', firefoxNames, firefoxPlaces);
}

/**
 * @returns {string} the path of a Chromium, installed first where that is ours to do
 * @throws an Error that says what to install
 */
export function requireChromium() {
  const found = findChromium() ?? (isDebianAsRoot() ? installChromium() : undefined);
  if (found) return found;
  throw new Error(
    'No Chromium or Chrome was found. Install one (Debian, Ubuntu: `sudo apt-get install chromium`; ' +
      'macOS: `brew install --cask google-chrome`; Windows: https://www.google.com/chrome), ' +
      'or set CHROME_PATH to the program.',
  );
}

/**
 * @param {string | undefined} chosen
 * @param {string} variable
 * @param {string[]} names
 * @param {string[]} places
 * @returns {string | undefined}
 */
function find(chosen, variable, names, places) {
  if (chosen) {
    if (isProgram(chosen)) return chosen;
    throw new Error(`${variable} is ${chosen}, which is not a program that can be run.`);
  }
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter(Boolean);
  const onPath = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return [...onPath, ...places].find(isProgram);
}

/** @param {string} file */
function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {string} rest
 * @returns {string[]}
 */
function programFiles(rest) {
  return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
    .map((variable) => process.env[variable])
    .filter((folder) => folder !== undefined)
    .map((folder) => `${folder}\\${rest}`);
}

function isDebianAsRoot() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    return /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

function installChromium() {
  console.log('No browser found: installing the Debian package chromium ...');
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const step of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const { status } = spawnSync('apt-get', ['-q', ...step], {
      stdio: 'inherit',
      env: environment,
    });
    if (status !== 0) throw new Error(`apt-get ${step.join(' ')} failed: see what it says above.`);
  }
  return findChromium();
}
