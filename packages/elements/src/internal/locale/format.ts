/** Elapsed time as a clock shows it, `0:07`, `12:05`, `1:02:05`, in the digits of the language. */
export function clockDuration(milliseconds: number, locale: string): string {
  const { hours, minutes, seconds } = parts(milliseconds);
  const whole = new Intl.NumberFormat(locale, { useGrouping: false });
  const two = new Intl.NumberFormat(locale, { minimumIntegerDigits: 2 });
  const rest = `${(hours ? two : whole).format(minutes)}:${two.format(seconds)}`;
  return hours ? `${whole.format(hours)}:${rest}` : rest;
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

function parts(milliseconds: number): { hours: number; minutes: number; seconds: number } {
  const total = Math.max(0, Math.floor(milliseconds / 1000));
  return {
    hours: Math.floor(total / 3600),
    minutes: Math.floor((total % 3600) / 60),
    seconds: total % 60,
  };
}
