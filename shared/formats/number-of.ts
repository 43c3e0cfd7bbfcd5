/** A number from what other tools write for one: a number, or a text that holds nothing else; else undefined. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value.trim().replace(/^(-?\d+),(\d+)$/, '$1.$2'));
  return Number.isFinite(number) ? number : undefined;
}

/** An image side: a positive whole number of pixels, also when it is written as text or as 640.0. */
export function pixelsOf(value: unknown): number | undefined {
  const number = numberOf(value);
  return number !== undefined && number > 0 && Number.isInteger(number) ? number : undefined;
}

export function recordOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

export function arrayOf(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

/** Text as people see it; numbers count, everything else does not. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
}

/** At most three digits behind the point: canonical space keeps 0.01 px. */
export function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** At most nine digits behind the point, for fractions and percents of an image. Ten times as fast as toFixed. */
export function roundedFraction(value: number): number {
  return Math.round(value * 1e9) / 1e9;
}
