import { NotAllowed, NotFound } from '../../shared/errors.ts';
import { memberStore } from '../../shared/store/member-store.ts';
import { isAllowed } from '../../shared/workflow/permissions.ts';
import type { Action } from '../../shared/workflow/permissions.ts';
import type { ApiDeps } from './api-deps.ts';
import type { SignedInUser } from './authenticator.ts';

/**
 * Lets people do in a project what their role allows; administrators of the installation count as admins everywhere.
 *
 * @throws NotFound for who is no member (and does not learn whether the project exists), NotAllowed
 */
export async function requireAllowed(
  deps: Pick<ApiDeps, 'store'>,
  user: SignedInUser,
  projectId: string,
  action: Action,
): Promise<void> {
  if (user.isAdmin) return;
  const role = await memberStore(deps.store).roleOf(projectId, user.id);
  if (role === undefined) throw new NotFound('project', projectId);
  if (!isAllowed(role, action))
    throw new NotAllowed(`Your role in this project (${role}) does not allow this.`, { role });
}
