import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { offerAdminLink } from './auth/offer-admin-link.ts';
import { startApi } from '../../test/support/start-api.ts';
import type { TestApi } from '../../test/support/start-api.ts';

let api: TestApi;
let time = Date.parse('2030-01-01T00:00:00Z');
beforeAll(async () => {
  api = await startApi({ now: () => new Date(time) });
});
afterAll(() => api.stop());

const password = 'a long enough password';

async function admin() {
  const token = await offerAdminLink(api.store);
  return api.as((await api.call('POST', '/v1/sessions/link', { token })).body.token);
}

async function newUser(email: string) {
  const { body } = await (await admin())('POST', '/v1/users', { email, name: 'Ada', password });
  return body.user as { id: string };
}

describe('signing in', () => {
  test('the printed link works once', async () => {
    const token = await offerAdminLink(api.store);
    const first = await api.call('POST', '/v1/sessions/link', { token });
    expect(first.status).toBe(201);
    expect(first.body.user).toMatchObject({ isAdmin: true });
    expect(first.headers.get('set-cookie')).toMatch(/lapidary_session=.*HttpOnly.*SameSite=Strict/);
    const second = await api.call('POST', '/v1/sessions/link', { token });
    expect([second.status, second.body.code]).toEqual([401, 'not-signed-in']);
  });

  test('a link ends after a day', async () => {
    const token = await offerAdminLink(api.store);
    time += 25 * 3600_000;
    expect((await api.call('POST', '/v1/sessions/link', { token })).status).toBe(401);
  });

  test('with e-mail address in any case and password; the cookie or the token then do', async () => {
    await newUser('ada@example.com');
    const { status, body, headers } = await api.call('POST', '/v1/sessions', {
      email: 'ADA@example.com',
      password,
    });
    expect(status).toBe(201);
    expect(JSON.stringify(body)).not.toContain('passwordHash');
    const cookie = (headers.get('set-cookie') ?? '').split(';')[0];
    for (const [name, value] of [
      ['cookie', cookie],
      ['authorization', `Bearer ${body.token}`],
    ]) {
      const me = await api.call('GET', '/v1/me', undefined, { [name]: value });
      expect(me.body).toMatchObject({ email: 'ada@example.com', isAdmin: false, hasPassword: true });
    }
  });

  test('signing out everywhere ends every session and token, but none that comes after', async () => {
    await newUser('eve@example.com');
    const signIn = async () =>
      (await api.call('POST', '/v1/sessions', { email: 'eve@example.com', password })).body.token as string;
    const [phone, desk] = [await signIn(), await signIn()];
    const token = (await api.as(desk)('POST', '/v1/sessions/tokens', { days: 30 })).body.token as string;
    time += 1000;
    expect((await api.as(desk)('DELETE', '/v1/sessions')).status).toBe(204);
    for (const old of [phone, desk, token]) expect((await api.as(old)('GET', '/v1/me')).status).toBe(401);
    time += 1000;
    expect((await api.as(await signIn())('GET', '/v1/me')).status).toBe(200);
  });

  test('a new password may end the other sessions; the browser that chose it goes on', async () => {
    await newUser('kim@example.com');
    const credentials = { email: 'kim@example.com', password };
    const other = (await api.call('POST', '/v1/sessions', credentials)).body.token as string;
    const signedIn = await api.call('POST', '/v1/sessions', credentials);
    const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0];
    time += 1000;
    const next = 'another long password';
    const body = { password: { current: password, next, signOutElsewhere: true } };
    const changed = await api.call('PATCH', '/v1/me', body, { cookie });
    expect(changed.status).toBe(200);
    const renewed = (changed.headers.get('set-cookie') ?? '').split(';')[0];
    expect((await api.call('GET', '/v1/me', undefined, { cookie: renewed })).status).toBe(200);
    expect((await api.as(other)('GET', '/v1/me')).status).toBe(401);
    expect((await api.call('POST', '/v1/sessions', { ...credentials, password: next })).status).toBe(201);
  });

  test('a wrong password and an unknown address look alike', async () => {
    await newUser('bo@example.com');
    const wrong = await api.call('POST', '/v1/sessions', {
      email: 'bo@example.com',
      password: 'not this one',
    });
    const unknown = await api.call('POST', '/v1/sessions', { email: 'nobody@example.com', password });
    expect(wrong.status).toBe(401);
    expect({ ...wrong.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' });
  });

  test('guessing is slowed down', async () => {
    await newUser('cy@example.com');
    for (let i = 0; i < 10; i++)
      await api.call('POST', '/v1/sessions', { email: 'cy@example.com', password: 'guess' });
    const { status, body } = await api.call('POST', '/v1/sessions', { email: 'cy@example.com', password });
    expect([status, body.code]).toEqual([429, 'too-many-requests']);
    time += 16 * 60_000;
    expect((await api.call('POST', '/v1/sessions', { email: 'cy@example.com', password })).status).toBe(201);
  });

  test('guesses of one moment are slowed down as well', async () => {
    await newUser('max@example.com');
    const signIn = (guess: string) =>
      api.call('POST', '/v1/sessions', { email: 'max@example.com', password: guess });
    const answers = await Promise.all(Array.from({ length: 16 }, () => signIn('guess')));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(6);
    expect((await signIn(password)).status).toBe(429);
    time += 16 * 60_000;
  });

  test('signing out ends the session; two weeks end it too', async () => {
    await newUser('di@example.com');
    const signIn = async () =>
      (await api.call('POST', '/v1/sessions', { email: 'di@example.com', password })).body.token;
    const [one, two] = [await signIn(), await signIn()];
    expect((await api.as(one)('DELETE', '/v1/sessions/current')).status).toBe(204);
    expect((await api.as(one)('GET', '/v1/me')).status).toBe(401);
    expect((await api.as(two)('GET', '/v1/me')).status).toBe(200);
    time += 15 * 24 * 3600_000;
    expect((await api.as(two)('GET', '/v1/me')).status).toBe(401);
  });

  test('the table holds no secret that signs in', async () => {
    await newUser('el@example.com');
    const { body } = await api.call('POST', '/v1/sessions', { email: 'el@example.com', password });
    const { ScanCommand } = await import('@aws-sdk/lib-dynamodb');
    const { Items } = await api.store.client.send(new ScanCommand({ TableName: api.store.table }));
    const stored = JSON.stringify(Items);
    expect(stored).not.toContain(body.token);
    expect(stored).not.toContain(password);
  });

  test('a disabled account is out at once', async () => {
    const user = await newUser('fi@example.com');
    const { body } = await api.call('POST', '/v1/sessions', { email: 'fi@example.com', password });
    const asAdmin = await admin();
    await asAdmin('PATCH', `/v1/users/${user.id}`, { disabled: true });
    expect((await api.as(body.token)('GET', '/v1/me')).status).toBe(401);
  });
});

describe('requests', () => {
  test('from other sites are refused', async () => {
    const answer = await api.call(
      'POST',
      '/v1/sessions',
      { email: 'a', password: 'b' },
      { 'sec-fetch-site': 'cross-site' },
    );
    expect([answer.status, answer.body.code]).toEqual([403, 'not-allowed']);
    const form = await api.call('POST', '/v1/sessions', 'email=a', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect([form.status, form.body.code]).toEqual([415, 'unsupported-media-type']);
  });

  test('that are wrong say where, and how to put it right', async () => {
    const broken = await api.call('POST', '/v1/sessions', '{"email": ');
    expect([broken.status, broken.body.code]).toEqual([400, 'malformed-json']);
    const wrong = await api.call('POST', '/v1/sessions', { email: 7 });
    expect(wrong.body).toMatchObject({ status: 400, code: 'invalid-input' });
    expect(wrong.body.issues.map((issue: { path: string }) => issue.path)).toEqual(['email', 'password']);
    const large = await api.call('POST', '/v1/sessions', { email: 'x'.repeat(2 ** 21), password });
    expect([large.status, large.body.code]).toEqual([413, 'body-too-large']);
    const method = await api.call('PUT', '/v1/sessions', {}, { authorization: 'x' });
    expect(method.status).toBe(401);
  });

  test('for what does not exist get a problem document', async () => {
    const asAdmin = await admin();
    const nowhere = await asAdmin('GET', '/v1/nothing');
    expect([nowhere.status, nowhere.body.code]).toEqual([404, 'no-such-route']);
    expect(nowhere.headers.get('content-type')).toBe('application/problem+json');
    const method = await asAdmin('PUT', '/v1/me', {});
    expect([method.status, method.body.code, method.headers.get('allow')]).toEqual([
      405,
      'method-not-allowed',
      'GET, PATCH',
    ]);
    const token = await asAdmin('GET', '/v1/users?pageToken=garbage');
    expect([token.status, token.body.code]).toEqual([400, 'invalid-input']);
  });

  test('with an Idempotency-Key happen once', async () => {
    const asAdmin = await admin();
    const send = (email: string) =>
      asAdmin('POST', '/v1/users', { email, name: 'Gi', password }, { 'idempotency-key': 'k-1' });
    const first = await send('gi@example.com');
    const again = await send('gi@example.com');
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotent-replay')).toBe('true');
    expect((await send('other@example.com')).body.code).toBe('idempotency-conflict');
    const refused = await asAdmin('POST', '/v1/users', { email: 'bad' }, { 'idempotency-key': 'k-2' });
    expect(refused.status).toBe(400);
    const repaired = await asAdmin(
      'POST',
      '/v1/users',
      { email: 'hi@example.com', name: 'Hi' },
      { 'idempotency-key': 'k-2' },
    );
    expect(repaired.status).toBe(201);
    expect(repaired.body.linkToken).toBeTypeOf('string');
  });
});

test('the documentation is there, and complete in itself', async () => {
  const { body } = await api.call('GET', '/v1/openapi.json');
  expect(body.openapi).toBe('3.1.0');
  expect(Object.keys(body.paths)).toContain('/v1/sessions');
  const docs = await api.call('GET', '/docs');
  expect(docs.body).toContain('/v1/users');
  // An address may stand there as text; nothing is fetched from elsewhere.
  expect(docs.body).not.toMatch(/<script|(?:src|href)="(?:https?:)?\/\//);
});
