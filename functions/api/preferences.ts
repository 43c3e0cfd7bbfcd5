import * as z from 'zod';

/** Deeper than any settings are, and far from what the table can hold (32). */
const MOST_DEPTH = 8;
const MOST_BYTES = 64 * 1024;

/** The person's own settings: any JSON that the table can keep. */
export const Preferences = z
  .record(z.string(), z.unknown())
  .refine((value) => isKeepable(value), {
    message: `Settings nest at most ${MOST_DEPTH} levels; names are not empty, numbers neither huge nor tiny.`,
  })
  .refine((value) => JSON.stringify(value).length <= MOST_BYTES, { message: 'Settings take at most 64 KB.' });
export type Preferences = z.infer<typeof Preferences>;

function isKeepable(value: unknown, depth = 0): boolean {
  if (depth > MOST_DEPTH) return false;
  if (typeof value === 'number') {
    const size = Math.abs(value);
    return size === 0 || (size >= 1e-100 && size <= Number.MAX_SAFE_INTEGER);
  }
  if (typeof value === 'string') return value.isWellFormed();
  if (Array.isArray(value)) return value.every((one) => isKeepable(one, depth + 1));
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(
    ([name, one]) => name !== '' && name.isWellFormed() && name.length <= 128 && isKeepable(one, depth + 1),
  );
}
