import * as z from 'zod';

/**
 * The name of a file as it is called in its folder: formats tell the meaning of files by their names. Refined
 * rather than given as a pattern: Unicode classes are no part of what every reader of the API's document knows.
 */
export const FileName = z
  .string()
  .min(1)
  .max(512)
  .refine((name) => /^[^\p{Cc}\\]+$/u.test(name), 'A name has no control characters and no backslashes.');
