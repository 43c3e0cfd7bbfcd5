import { Tooltip } from '@mantine/core';

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const absolute = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

function sinceText(at: Date): string {
  const seconds = (at.getTime() - Date.now()) / 1000;
  const unit = UNITS.find(([, size]) => Math.abs(seconds) >= size);
  return unit === undefined ? 'just now' : relative.format(Math.round(seconds / unit[1]), unit[0]);
}

/** A moment as "3 hours ago"; the exact time is in its tooltip. */
export function TimeText({ at }: { at: string | undefined }) {
  if (at === undefined) return <span>–</span>;
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return <span>–</span>;
  return (
    <Tooltip label={absolute.format(date)}>
      <time dateTime={at}>{sinceText(date)}</time>
    </Tooltip>
  );
}
