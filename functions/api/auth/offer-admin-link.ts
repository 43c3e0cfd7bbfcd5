import { AlreadyExists } from '../../../shared/errors.ts';
import { sessionStore } from '../../../shared/store/session-store.ts';
import type { TableAccess } from '../../../shared/store/table/table-access.ts';
import { userStore } from '../../../shared/store/user-store.ts';
import { newSecretToken } from './secret-token.ts';

const FIRST_ADMIN = 'admin';
const LINK_SECONDS = 24 * 3600;

/**
 * Makes the first administrator when there is none, and a token that signs them in once within a day. The host prints
 * it as `/welcome#<token>`: a fragment never reaches a server's log.
 */
export async function offerAdminLink(store: TableAccess): Promise<string> {
  await userStore(store)
    .create({
      id: FIRST_ADMIN,
      email: 'admin@localhost',
      name: 'Administrator',
      isAdmin: true,
      disabled: false,
      preferences: {},
    })
    .catch((error: unknown) => {
      if (!(error instanceof AlreadyExists)) throw error;
    });
  return offerSignInLink(store, FIRST_ADMIN);
}

/** A token that signs one person in, once, within a day. */
export async function offerSignInLink(store: TableAccess, userId: string): Promise<string> {
  const { token, tokenHash } = newSecretToken();
  const expiresAt = new Date(store.now().getTime() + LINK_SECONDS * 1000).toISOString();
  await sessionStore(store).offerLink({ tokenHash, userId, expiresAt });
  return token;
}
