import * as z from 'zod';

/** A person with an account. `passwordHash` never leaves the API; accounts of an identity provider have none. */
export const User = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  passwordHash: z.string().optional(),
  /** May create datasets, projects and accounts, and counts as admin in every project. */
  isAdmin: z.boolean().default(false),
  disabled: z.boolean().default(false),
  /** The person's own settings: theme, shortcuts. */
  preferences: z.record(z.string(), z.unknown()).default({}),
  /** Sessions and API tokens that began before this moment do not count any more. */
  signedOutAt: z.string().optional(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type User = z.infer<typeof User>;
