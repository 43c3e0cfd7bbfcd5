import { NotAllowed } from '../../shared/errors.ts';
import type { SignedInUser } from './authenticator.ts';

/** @throws NotAllowed unless the person administers this installation. */
export function requireAdmin(user: SignedInUser): void {
  if (!user.isAdmin) throw new NotAllowed('Only an administrator of this installation may do this.');
}
