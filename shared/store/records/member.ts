import * as z from 'zod';
import { Role } from '../../workflow/role.ts';

/** What a person may do in one project. */
export const Member = z.object({
  projectId: z.string(),
  userId: z.string(),
  role: Role,
  addedBy: z.string(),
  addedAt: z.string(),
});
export type Member = z.infer<typeof Member>;
