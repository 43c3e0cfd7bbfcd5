import * as z from 'zod';

/** Known by the hash of its token only. */
export const Session = z.object({
  tokenHash: z.string(),
  userId: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
});
export type Session = z.infer<typeof Session>;
