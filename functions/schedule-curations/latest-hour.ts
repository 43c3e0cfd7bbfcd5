const QUARTER = 15 * 60_000;
const QUARTERS_OF_TWO_DAYS = 192;

/**
 * When clocks of a time zone showed a full hour last, up to now. An hour that a change of clocks leaves out is passed
 * over that day; of one that comes twice, the later counts.
 */
export function latestHour(now: Date, { hour, timeZone }: { hour: number; timeZone: string }): Date {
  const format = new Intl.DateTimeFormat('en', {
    timeZone,
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  });
  const wanted = `${String(hour).padStart(2, '0')}:00`;
  const last = Math.floor(now.getTime() / QUARTER) * QUARTER;
  for (let back = 0; back < QUARTERS_OF_TWO_DAYS; back++) {
    const then = new Date(last - back * QUARTER);
    if (format.format(then) === wanted) return then;
  }
  return new Date(0);
}
