const DAY_MS = 86_400_000;
/** The furthest time from 1970 that a Date can hold. */
const MAX_MS = 8.64e15;

/** The day that was written last: neighbours in a document mostly share it. */
let lastDay = Number.NaN;
let lastDayText = '';

/** `new Date(ms).toISOString()`, some times as fast for times of one day. Throws RangeError like it. */
export function isoOfMs(ms: number): string {
  if (!(Math.abs(ms) <= MAX_MS)) return new Date(ms).toISOString();
  const day = Math.floor(ms / DAY_MS);
  if (day !== lastDay) {
    lastDayText = new Date(day * DAY_MS).toISOString().slice(0, -'00:00:00.000Z'.length);
    lastDay = day;
  }
  const rest = ms - day * DAY_MS;
  const seconds = Math.floor(rest / 1000);
  const two = (value: number): string => (value < 10 ? `0${value}` : `${value}`);
  const milliseconds = `${1000 + (rest % 1000)}`.slice(1);
  return `${lastDayText}${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}.${milliseconds}Z`;
}
