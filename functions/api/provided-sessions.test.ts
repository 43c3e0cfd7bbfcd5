import { afterAll, beforeAll, expect, test } from 'vitest';
import { SignInStepRequired } from '../../shared/errors.ts';
import { startApi } from '../../test/support/start-api.ts';
import type { TestApi } from '../../test/support/start-api.ts';
import { createApp } from './app.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

/** The API where an identity provider keeps the passwords; its token is one that our authenticator takes. */
function provided() {
  const app = createApp({
    ...api.deps,
    hasOwnAccounts: false,
    passwordSignIn: async (_email, password, step) => {
      if (password === 'first' && step?.newPassword === undefined) {
        throw new SignInStepRequired('newPassword', 'pending');
      }
      const isRight = password === 'right' || step?.session === 'pending';
      return isRight ? { token: api.adminToken, expiresInSeconds: 43_200 } : undefined;
    },
  });
  return (path: string, body: object) =>
    app.request(`https://lapidary.example.com${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
}

test('the token of the identity provider becomes the session of the browser', async () => {
  const answer = await provided()('/v1/sessions', { email: 'Ada@example.com', password: 'right' });
  expect(answer.status).toBe(201);
  expect(await answer.json()).toMatchObject({ user: { isAdmin: true }, token: api.adminToken });
  const cookie = answer.headers.get('set-cookie') ?? '';
  expect(cookie).toContain(`lapidary_session=${api.adminToken}`);
  expect(cookie).toMatch(/Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Strict/);
});

test('a wrong password gives none, and guessing is slowed down', async () => {
  const post = provided();
  const guess = () => post('/v1/sessions', { email: 'bo@example.com', password: 'wrong' });
  const first = await guess();
  expect([first.status, first.headers.get('set-cookie')]).toEqual([401, null]);
  for (let n = 0; n < 9; n++) await guess();
  expect((await guess()).status).toBe(429);
});

test('links of our own accounts sign nobody in there', async () => {
  expect((await provided()('/v1/sessions/link', { token: 'any' })).status).toBe(403);
});

test('a step that the provider asks for is told, and taken with the next request', async () => {
  const post = provided();
  const account = { email: 'new@example.com', password: 'first' };
  const asked = await post('/v1/sessions', account);
  expect(asked.status).toBe(403);
  expect(await asked.json()).toMatchObject({
    code: 'sign-in-step-required',
    details: { step: 'newPassword', session: 'pending' },
  });
  const done = await post('/v1/sessions', { ...account, session: 'pending', newPassword: 'mine, now' });
  expect(done.status).toBe(201);
  expect(done.headers.get('set-cookie')).toContain('lapidary_session=');
});
