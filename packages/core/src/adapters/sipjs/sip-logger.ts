import type { LoggerFactory } from 'sip.js/lib/core/log/logger-factory.js';

/** In place of sip.js's own, which writes to the console: what it says of errors goes to `listener`, the rest nowhere. */
export function createSipLogger(
  listener: (category: string, content: unknown) => void,
): LoggerFactory {
  const ignore = (): void => undefined;
  return {
    getLogger(category: string) {
      const tell = (content: unknown): void => listener(category, content);
      return { error: tell, warn: tell, log: ignore, debug: ignore };
    },
  } as unknown as LoggerFactory;
}
