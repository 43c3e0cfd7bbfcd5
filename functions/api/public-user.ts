import * as z from 'zod';
import type { User } from '../../shared/store/records/user.ts';

/** An account as the API shows it: never the password's hash. */
export const PublicUser = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    isAdmin: z.boolean(),
    disabled: z.boolean(),
    createdAt: z.string(),
  })
  .meta({ id: 'User' });
export type PublicUser = z.infer<typeof PublicUser>;

export function publicUser({ id, email, name, isAdmin, disabled, createdAt }: User): PublicUser {
  return { id, email, name, isAdmin, disabled, createdAt };
}
