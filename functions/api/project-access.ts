import { NotAllowed, NotFound } from '../../shared/errors.ts';
import { memberStore } from '../../shared/store/member-store.ts';
import { projectStore } from '../../shared/store/project-store.ts';
import type { Project } from '../../shared/store/records/project.ts';
import { isAllowed } from '../../shared/workflow/permissions.ts';
import type { Action } from '../../shared/workflow/permissions.ts';
import type { Role } from '../../shared/workflow/role.ts';
import type { ApiDeps } from './api-deps.ts';
import type { SignedInUser } from './authenticator.ts';

export type ProjectAccess = ReturnType<typeof projectAccess>;

const WORDS: Record<Action, string> = {
  viewProject: 'see this project',
  changeProject: 'change this project',
  changeWorkflow: 'change workflows',
  changeOntology: 'change ontologies',
  attachData: 'attach data',
  exportLabels: 'export labels',
  deleteThings: 'delete this',
  manageWebhooks: 'manage webhooks',
  inviteMembers: 'change who is a member',
  manageTasks: 'manage the tasks of others',
  viewNumbers: 'see the numbers of everybody',
  viewAudit: 'read the audit trail',
  annotate: 'annotate',
  review: 'review',
  comment: 'comment',
  actAsAgent: 'act as an agent',
};

/** Who may do what in a project: the matrix of `permissions.ts`, asked with the person's role. */
export function projectAccess(deps: Pick<ApiDeps, 'store'>) {
  const members = memberStore(deps.store);
  const projects = projectStore(deps.store);

  async function roleIn(user: SignedInUser, projectId: string): Promise<Role | undefined> {
    return user.isAdmin ? 'admin' : members.roleOf(projectId, user.id);
  }

  /**
   * The role of the person, who may do this.
   *
   * @throws NotFound for whoever is no member (they do not learn whether it exists), NotAllowed for a wrong role
   */
  async function require(user: SignedInUser, projectId: string, action: Action): Promise<Role> {
    const role = await roleIn(user, projectId);
    if (role === undefined) throw new NotFound('project', projectId);
    if (!isAllowed(role, action)) {
      throw new NotAllowed(`As ${role} you may not ${WORDS[action]}; ask an admin of the project.`, {
        role,
        action,
      });
    }
    return role;
  }

  async function projectsOf(user: SignedInUser): Promise<{ project: Project; role: Role }[]> {
    const { items } = await members.listOfUser({ userId: user.id, limit: 500 });
    const found = await Promise.all(items.map((member) => projects.find(member.projectId)));
    return found.flatMap((project, i) => (project ? [{ project, role: items[i].role }] : []));
  }

  return {
    roleIn,
    require,
    projectsOf,

    /** Ontologies and workflows belong to no project: rights follow from the projects that use them. */
    async requireInLibrary(
      user: SignedInUser,
      noun: 'ontology' | 'workflow',
      id: string,
      action: Action,
    ): Promise<void> {
      if (user.isAdmin) return;
      const using = (await projectsOf(user)).filter(
        ({ project }) => (noun === 'ontology' ? project.ontologyId : project.workflowId) === id,
      );
      if (using.length === 0) throw new NotFound(noun, id);
      if (!using.some(({ role }) => isAllowed(role, action))) {
        throw new NotAllowed(`You may not ${WORDS[action]}; ask an admin of the project.`, { action });
      }
    },

    /** Making ontologies, workflows and projects: administrators, of this installation or of some project. */
    async requireMaker(user: SignedInUser): Promise<void> {
      if (user.isAdmin || (await projectsOf(user)).some(({ role }) => role === 'admin')) return;
      throw new NotAllowed('Only administrators may make this; ask one.');
    },
  };
}
