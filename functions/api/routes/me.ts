import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { NotAllowed, TooManyRequests } from '../../../shared/errors.ts';
import { sessionStore } from '../../../shared/store/session-store.ts';
import { userStore } from '../../../shared/store/user-store.ts';
import type { User } from '../../../shared/store/records/user.ts';
import { json, jsonBody, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import { newSecretToken } from '../auth/secret-token.ts';
import { SESSION_SECONDS } from '../auth/session-authenticator.ts';
import { setSessionCookie } from '../auth/session-cookie.ts';
import { hashPassword, isPasswordRight } from '../auth/password-hash.ts';
import { Password } from '../auth/password.ts';
import { Preferences } from '../preferences.ts';
import { PublicUser, publicUser } from '../public-user.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';

const Me = PublicUser.extend({
  preferences: z.record(z.string(), z.unknown()),
  /** False until a first password is chosen: only a link signs this account in. */
  hasPassword: z.boolean(),
}).meta({ id: 'Me' });

const Changes = z.strictObject({
  name: z.string().trim().min(1).max(256).optional(),
  preferences: Preferences.optional(),
  password: z
    .strictObject({
      /** Not asked for when there is none yet. */
      current: z.string().max(1024).optional(),
      next: Password,
      /** Ends every other session and every token; a browser's own goes on. */
      signOutElsewhere: z.boolean().default(false),
    })
    .optional(),
});

const getMe = createRoute({
  method: 'get',
  path: '/me',
  tags: ['me'],
  summary: 'Who am I?',
  responses: { 200: json(Me, 'Your account.'), ...problems },
});

const changeMe = createRoute({
  method: 'patch',
  path: '/me',
  tags: ['me'],
  summary: 'Change your name, settings or password',
  request: { body: jsonBody(Changes) },
  responses: { 200: json(Me, 'Your account after the change.'), ...problems },
});

export function meRoutes(deps: ApiDeps): ApiRouter {
  const users = userStore(deps.store);
  const sessions = sessionStore(deps.store);
  const shown = (user: User) => ({
    ...publicUser(user),
    preferences: user.preferences,
    hasPassword: user.passwordHash !== undefined,
  });
  let hashing = 0;

  return newRouter()
    .openapi(getMe, async (c) => c.json(shown(await users.get(c.var.user.id)), 200))
    .openapi(changeMe, async (c) => {
      const { name, preferences, password } = c.req.valid('json');
      const user = await users.get(c.var.user.id);
      let passwordHash: string | undefined;
      if (password) {
        // A hash takes 32 MB: a few at a time.
        if (hashing >= 4) throw new TooManyRequests('Others are changing passwords; try again.', 2);
        hashing++;
        try {
          if (
            user.passwordHash !== undefined &&
            !(await isPasswordRight(password.current ?? '', user.passwordHash))
          ) {
            throw new NotAllowed('The current password is wrong.');
          }
          passwordHash = await hashPassword(password.next);
        } finally {
          hashing--;
        }
      }
      const change = {
        ...(name === undefined ? {} : { name }),
        ...(preferences === undefined ? {} : { preferences }),
        ...(passwordHash === undefined ? {} : { passwordHash }),
      };
      if (!password?.signOutElsewhere) return c.json(shown(await users.update(user.id, change)), 200);
      const signedOutAt = deps.store.now().toISOString();
      const changed = await users.update(user.id, { ...change, signedOutAt });
      const { token, tokenHash } = newSecretToken();
      const expiresAt = new Date(deps.store.now().getTime() + SESSION_SECONDS * 1000).toISOString();
      await sessions.start({ tokenHash, userId: user.id, expiresAt });
      setSessionCookie(c, token);
      return c.json(shown(changed), 200);
    });
}
