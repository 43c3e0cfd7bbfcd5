export const ROLES = ['admin', 'teamManager', 'annotator', 'reviewer', 'annotatorReviewer'] as const;
export type Role = (typeof ROLES)[number];

export const ROLE_LABELS: Record<Role, string> = {
  admin: 'Admin',
  teamManager: 'Team manager',
  annotator: 'Annotator',
  reviewer: 'Reviewer',
  annotatorReviewer: 'Annotator and reviewer',
};

export interface Member {
  userId: string;
  projectId: string;
  role: Role;
  name?: string;
  email?: string;
}
