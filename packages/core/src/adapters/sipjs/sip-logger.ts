import { LoggerFactory } from 'sip.js/lib/core/log/logger-factory.js';

/** sip.js writes to the console unless told otherwise. What it says of errors goes to `listener`, the rest nowhere. */
export function createSipLogger(
  listener: (category: string, content: unknown) => void,
): LoggerFactory {
  const factory = new LoggerFactory();
  factory.builtinEnabled = false;
  factory.connector = (level, category, _label, content: unknown) => {
    if (level === 'error' || level === 'warn') listener(category, content);
  };
  return factory;
}
