/** The day that was read last and when it began: labels of one document are of few days. */
let lastDay = '';
let lastDayMs = 0;

/**
 * Milliseconds of a time in exactly the form that Date writes, `2026-01-02T03:04:05.678Z`; undefined for any other
 * spelling. The opposite of `isoOfMs`, several times as fast as Date.parse.
 */
export function msOfIso(iso: string): number | undefined {
  if (iso.length !== 24) return undefined;
  if (!iso.startsWith(lastDay) || lastDay === '') {
    const day = iso.slice(0, 10);
    const ms = Date.parse(`${day}T00:00:00.000Z`);
    if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== day) return undefined;
    lastDay = day;
    lastDayMs = ms;
  }
  const hours = twoDigits(iso, 11);
  const minutes = twoDigits(iso, 14);
  const seconds = twoDigits(iso, 17);
  const hundreds = digit(iso, 20);
  const rest = twoDigits(iso, 21);
  const hasMarks =
    iso.charCodeAt(10) === 0x54 &&
    iso.charCodeAt(13) === 0x3a &&
    iso.charCodeAt(16) === 0x3a &&
    iso.charCodeAt(19) === 0x2e &&
    iso.charCodeAt(23) === 0x5a;
  // A place that holds no digit is NaN, which is not below anything.
  if (!hasMarks || !(hours < 24) || !(minutes < 60) || !(seconds < 60) || !(hundreds * 100 + rest < 1000))
    return undefined;
  return lastDayMs + ((hours * 60 + minutes) * 60 + seconds) * 1000 + hundreds * 100 + rest;
}

function twoDigits(text: string, at: number): number {
  return digit(text, at) * 10 + digit(text, at + 1);
}

function digit(text: string, at: number): number {
  const value = text.charCodeAt(at) - 0x30;
  return value >= 0 && value <= 9 ? value : NaN;
}
