import type { Role } from './role.ts';

/** Everything a route may ask for, and who may do it: the one place where roles are decided. */
const ALLOWED = {
  viewProject: ['admin', 'teamManager', 'annotator', 'reviewer', 'annotatorReviewer'],
  changeProject: ['admin'],
  changeWorkflow: ['admin'],
  changeOntology: ['admin'],
  attachData: ['admin'],
  exportLabels: ['admin'],
  deleteThings: ['admin'],
  manageWebhooks: ['admin'],
  inviteMembers: ['admin', 'teamManager'],
  manageTasks: ['admin', 'teamManager'],
  viewNumbers: ['admin', 'teamManager'],
  viewAudit: ['admin', 'teamManager'],
  annotate: ['admin', 'teamManager', 'annotator', 'annotatorReviewer'],
  review: ['admin', 'teamManager', 'reviewer', 'annotatorReviewer'],
  comment: ['admin', 'teamManager', 'annotator', 'reviewer', 'annotatorReviewer'],
  /** Moves tasks out of agent stages. */
  actAsAgent: ['admin', 'teamManager'],
} as const satisfies Record<string, readonly Role[]>;

export type Action = keyof typeof ALLOWED;

export const ACTIONS = Object.keys(ALLOWED) as Action[];

/** May somebody with this role do this? */
export function isAllowed(role: Role | undefined, action: Action): boolean {
  return role !== undefined && (ALLOWED[action] as readonly Role[]).includes(role);
}
