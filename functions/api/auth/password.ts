import * as z from 'zod';

/** Long rather than odd: length is what makes guessing dear. */
export const Password = z.string().min(10, 'A password has at least 10 characters.').max(1024);
