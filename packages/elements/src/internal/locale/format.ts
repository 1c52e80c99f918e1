/** Elapsed time as a clock shows it, `0:07`, `12:05`, `1:02:05`, in the digits of the language. */
export function clockDuration(milliseconds: number, locale: string): string {
  const { hours, minutes, seconds } = parts(milliseconds);
  const rest = `${digits(minutes, hours ? 2 : 1, locale)}:${digits(seconds, 2, locale)}`;
  return hours ? `${digits(hours, 1, locale)}:${rest}` : rest;
}

/** Elapsed time as one says it, `2 minutes, 5 seconds`. */
export function spokenDuration(milliseconds: number, locale: string): string {
  const { hours, minutes, seconds } = parts(milliseconds);
  const said = Object.entries({ hour: hours, minute: minutes, second: seconds })
    .filter(([unit, value]) => value > 0 || (unit === 'second' && hours + minutes === 0))
    .map(([unit, value]) =>
      new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value),
    );
  return new Intl.ListFormat(locale, { type: 'unit' }).format(said);
}

/** The time of day, `14:05` or `2:05 PM`. */
export function timeOfDay(epochMilliseconds: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(epochMilliseconds);
}

function digits(value: number, least: number, locale: string): string {
  // The first use of `Intl` in a page takes longer than to draw a call, and our own languages need none.
  if (/^(en|fr)(-[a-z]{2})?$/i.test(locale)) return String(value).padStart(least, '0');
  return value.toLocaleString(locale, { minimumIntegerDigits: least, useGrouping: false });
}

function parts(milliseconds: number): { hours: number; minutes: number; seconds: number } {
  const total = Math.max(0, Math.floor(milliseconds / 1000));
  return {
    hours: Math.floor(total / 3600),
    minutes: Math.floor((total % 3600) / 60),
    seconds: total % 60,
  };
}
