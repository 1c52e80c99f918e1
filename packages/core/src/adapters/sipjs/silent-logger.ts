import type { LoggerFactory } from 'sip.js/lib/core/log/logger-factory.js';

/** In place of sip.js's own, which writes to the console: our bundles leave out what it says, others hear none of it. */
export function silentLogger(): LoggerFactory {
  const silent = (): void => undefined;
  const logger = { error: silent, warn: silent, log: silent, debug: silent };
  return { getLogger: () => logger } as unknown as LoggerFactory;
}
