import { NotAllowed, NotFound } from '../../shared/errors.ts';
import { memberStore } from '../../shared/store/member-store.ts';
import { projectStore } from '../../shared/store/project-store.ts';
import { isAllowed } from '../../shared/workflow/permissions.ts';
import type { Action } from '../../shared/workflow/permissions.ts';
import type { ApiDeps } from './api-deps.ts';
import type { SignedInUser } from './authenticator.ts';

/** A dataset has no members of its own: who may see or fill it follows from the projects that use it. */
export function datasetAccess(deps: ApiDeps) {
  const projects = projectStore(deps.store);
  const members = memberStore(deps.store);

  async function isAllowedIn(user: SignedInUser, datasetId: string, action: Action): Promise<boolean> {
    if (user.isAdmin) return true;
    for (const project of await projects.listOfDataset(datasetId)) {
      if (isAllowed(await members.roleOf(project.id, user.id), action)) return true;
    }
    return false;
  }

  return {
    /** The datasets of all projects of a person. */
    async visibleOf(user: SignedInUser): Promise<'all' | Set<string>> {
      if (user.isAdmin) return 'all';
      const seen = new Set<string>();
      let pageToken: string | undefined;
      do {
        const page = await members.listOfUser({ userId: user.id, limit: 500, pageToken });
        for (const { projectId } of page.items) {
          const project = await projects.find(projectId);
          for (const datasetId of project?.datasetIds ?? []) seen.add(datasetId);
        }
        pageToken = page.nextPageToken;
      } while (pageToken !== undefined);
      return seen;
    },

    /** @throws NotFound: who may not see it does not learn whether it exists. */
    async requireView(user: SignedInUser, datasetId: string): Promise<void> {
      if (!(await isAllowedIn(user, datasetId, 'viewProject'))) throw new NotFound('dataset', datasetId);
    },

    /** @throws NotAllowed */
    async requireFill(user: SignedInUser, datasetId: string): Promise<void> {
      if (await isAllowedIn(user, datasetId, 'attachData')) return;
      throw new NotAllowed(
        'Only administrators, of this installation or of a project with this dataset, add or delete images.',
      );
    },
  };
}
