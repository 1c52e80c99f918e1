import puppeteer from 'puppeteer-core';
import {
  chromiumArguments,
  findFirefox,
  firefoxPreferences,
  requireChromium,
} from '../../tools/browser.mjs';
import { fakeMicrophone } from '../../tools/microphone.mjs';

const quiet = [
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  // Without a graphics card each frame of an animation is the processor's work.
  '--force-prefers-reduced-motion',
  // A machine without any other interface still has sound on its loopback one.
  '--allow-loopback-in-peer-connection',
];

/**
 * A real browser with a fake microphone that never falls silent, unless told otherwise.
 *
 * @param {{ flags?: string[], without?: string[] }} [options]
 */
export function launchChromium({ flags = [], without = [] } = {}) {
  const given = chromiumArguments.filter((flag) => !without.includes(flag));
  return puppeteer.launch({
    executablePath: requireChromium(),
    headless: true,
    args: [...given, ...quiet, fakeMicrophone(), ...flags],
    // Muted output is silent input for whoever measures it.
    ignoreDefaultArgs: ['--mute-audio', ...without],
    protocolTimeout: 120_000,
  });
}

/** Firefox over WebDriver BiDi, its fake microphone a steady tone; undefined where there is no Firefox. */
export async function launchFirefox() {
  const executablePath = findFirefox();
  if (!executablePath) return undefined;
  return puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    extraPrefsFirefox: firefoxPreferences,
  });
}
