import { createRoute } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import * as z from 'zod';
import { InvalidInput, NotAllowed, NotSignedIn } from '../../../shared/errors.ts';
import { sessionStore } from '../../../shared/store/session-store.ts';
import { userStore } from '../../../shared/store/user-store.ts';
import type { User } from '../../../shared/store/records/user.ts';
import { empty, json, jsonBody, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import { attemptLimit } from '../auth/attempt-limit.ts';
import { isPasswordRight } from '../auth/password-hash.ts';
import type { SignInStep } from '../auth/password-sign-in.ts';
import { hashToken, newSecretToken } from '../auth/secret-token.ts';
import { SESSION_SECONDS } from '../auth/session-authenticator.ts';
import { clearSessionCookie, SESSION_COOKIE, setSessionCookie } from '../auth/session-cookie.ts';
import { PublicUser, publicUser } from '../public-user.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';

const StartedSession = z
  .object({
    user: PublicUser,
    /** For `Authorization: Bearer`; a browser gets it as the cookie as well. */
    token: z.string(),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'Session' });

const tags = ['sessions'];

const signIn = createRoute({
  method: 'post',
  path: '/sessions',
  tags,
  security: [],
  summary: 'Sign in with e-mail address and password',
  description:
    'Where an identity provider keeps the accounts, it may want one thing more: the answer then has the code `sign-in-step-required`, and `details` with `step` (`newPassword` or `code`) and a `session`. Ask again with those.',
  request: {
    body: jsonBody(
      z.strictObject({
        email: z.string().max(320),
        password: z.string().max(1024),
        session: z.string().max(8192).optional().describe('Of a step that was asked for.'),
        newPassword: z.string().max(256).optional(),
        code: z.string().max(16).optional().describe('Of an authenticator app.'),
      }),
    ),
  },
  responses: { 201: json(StartedSession, 'Signed in; the cookie is set.'), ...problems },
});

const signInByLink = createRoute({
  method: 'post',
  path: '/sessions/link',
  tags,
  security: [],
  summary: 'Sign in with the token of a printed or mailed link, once',
  request: { body: jsonBody(z.strictObject({ token: z.string().min(1).max(256) })) },
  responses: { 201: json(StartedSession, 'Signed in; the cookie is set.'), ...problems },
});

const createToken = createRoute({
  method: 'post',
  path: '/sessions/tokens',
  tags,
  summary: 'Make a token for the command line or a program of your own',
  request: { body: jsonBody(z.strictObject({ days: z.int().min(1).max(366).default(90) })) },
  responses: { 201: json(StartedSession, 'The token; it is shown this once.'), ...problems },
});

const signOut = createRoute({
  method: 'delete',
  path: '/sessions/current',
  tags,
  summary: 'Sign out',
  responses: { 204: empty('Signed out.'), ...problems },
});

const signOutEverywhere = createRoute({
  method: 'delete',
  path: '/sessions',
  tags,
  summary: 'Sign out everywhere: every browser, and every token that you made',
  responses: { 204: empty('Signed out.'), ...problems },
});

export function sessionRoutes(deps: ApiDeps): ApiRouter {
  const sessions = sessionStore(deps.store);
  const users = userStore(deps.store);
  const { now } = deps.store;
  const perAddress = attemptLimit({ most: 10, windowSeconds: 900, now });
  const inAll = attemptLimit({ most: 200, windowSeconds: 900, now });

  async function start(user: User, lifetimeSeconds: number): Promise<z.infer<typeof StartedSession>> {
    const { token, tokenHash } = newSecretToken();
    const expiresAt = new Date(now().getTime() + lifetimeSeconds * 1000).toISOString();
    await sessions.start({ tokenHash, userId: user.id, expiresAt });
    return { user: publicUser(user), token, expiresAt };
  }

  async function startInBrowser(c: Context, user: User) {
    const started = await start(user, SESSION_SECONDS);
    setSessionCookie(c, started.token);
    return started;
  }

  /** Asked before a password is looked at, and after: of many guesses sent at one moment, no more than that get an answer. */
  function requireFewFailures(email: string): void {
    inAll.check('');
    perAddress.check(email);
  }

  async function startOwn(c: Context, email: string, password: string) {
    const user = await users.findByEmail(email);
    const isRight = await isPasswordRight(password, user?.passwordHash);
    requireFewFailures(email);
    return user && !user.disabled && isRight ? startInBrowser(c, user) : undefined;
  }

  /** The identity provider's token is the session: nothing of it is kept here. */
  async function startProvided(c: Context, email: string, password: string, step?: SignInStep) {
    if (!deps.passwordSignIn) requireOwnAccounts();
    const given = await deps.passwordSignIn?.(email, password, step);
    requireFewFailures(email);
    const person = given && (await deps.authenticator.authenticate({ bearer: given.token }));
    if (!given || !person) return undefined;
    setSessionCookie(c, given.token, given.expiresInSeconds);
    const expiresAt = new Date(now().getTime() + given.expiresInSeconds * 1000).toISOString();
    return { user: publicUser(await users.get(person.id)), token: given.token, expiresAt };
  }

  function requireOwnAccounts(): void {
    if (!deps.hasOwnAccounts) throw new NotAllowed('People sign in through the identity provider here.');
  }

  return newRouter()
    .openapi(signIn, async (c) => {
      const { email, password, session, ...answers } = c.req.valid('json');
      const key = email.trim().toLowerCase();
      requireFewFailures(key);
      const started = deps.hasOwnAccounts
        ? await startOwn(c, key, password)
        : await startProvided(c, key, password, session === undefined ? undefined : { session, ...answers });
      if (!started) {
        perAddress.failed(key);
        inAll.failed('');
        throw new NotSignedIn(
          session === undefined
            ? 'The e-mail address or the password is wrong.'
            : 'That was not right, or took too long. Try again from the start.',
        );
      }
      perAddress.succeeded(key);
      return c.json(started, 201);
    })
    .openapi(signInByLink, async (c) => {
      requireOwnAccounts();
      inAll.check('');
      const userId = await sessions.redeemLink(hashToken(c.req.valid('json').token));
      const user = userId === undefined ? undefined : await users.find(userId);
      if (!user || user.disabled) {
        inAll.failed('');
        throw new NotSignedIn(
          'This link has been used or has ended; start Lapidary again, or ask for a new one.',
        );
      }
      return c.json(await startInBrowser(c, user), 201);
    })
    .openapi(createToken, async (c) => {
      requireOwnAccounts();
      const user = await users.get(c.var.user.id);
      return c.json(await start(user, c.req.valid('json').days * 24 * 3600), 201);
    })
    .openapi(signOutEverywhere, async (c) => {
      requireOwnAccounts();
      await users.update(c.var.user.id, { signedOutAt: now().toISOString() });
      clearSessionCookie(c);
      return c.body(null, 204);
    })
    .openapi(signOut, async (c) => {
      const bearer = /^bearer (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
      const token = bearer ?? getCookie(c, SESSION_COOKIE);
      if (token === undefined) throw new InvalidInput('There is no session to end.');
      await sessions.end(hashToken(token));
      clearSessionCookie(c);
      return c.body(null, 204);
    });
}
