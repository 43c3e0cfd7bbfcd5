import { sessionStore } from '../../../shared/store/session-store.ts';
import type { TableAccess } from '../../../shared/store/table/table-access.ts';
import { userStore } from '../../../shared/store/user-store.ts';
import type { Authenticator } from '../authenticator.ts';
import { hashToken } from './secret-token.ts';

export const SESSION_SECONDS = 14 * 24 * 3600;

/** Accounts of our own: a bearer token or the browser's cookie names a session in the table. */
export function sessionAuthenticator(store: TableAccess): Authenticator {
  const sessions = sessionStore(store);
  const users = userStore(store);
  return {
    async authenticate({ bearer, cookie }) {
      const token = bearer ?? cookie;
      if (token === undefined || token.length > 256) return undefined;
      const session = await sessions.find(hashToken(token));
      const user = session && (await users.find(session.userId));
      if (!session || !user || user.disabled) return undefined;
      if (user.signedOutAt !== undefined && session.createdAt < user.signedOutAt) return undefined;
      const leftMs = Date.parse(session.expiresAt) - store.now().getTime();
      // Longer ones are API tokens, which end when they said they would.
      if (leftMs < (SESSION_SECONDS * 1000) / 2 && bearer === undefined) {
        await sessions.extend(
          session,
          new Date(store.now().getTime() + SESSION_SECONDS * 1000).toISOString(),
        );
      }
      return { id: user.id, email: user.email, name: user.name, isAdmin: user.isAdmin };
    },
  };
}
