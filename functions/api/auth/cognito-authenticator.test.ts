import { exportJWK, generateKeyPair, createLocalJWKSet, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { userStore } from '../../../shared/store/user-store.ts';
import { startDynamo } from '../../../test/support/start-dynamo.ts';
import type { TestDynamo } from '../../../test/support/start-dynamo.ts';
import { cognitoAuthenticator } from './cognito-authenticator.ts';

let dynamo: TestDynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const issuer = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_test';

async function setUp() {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256' };
  const store = { client: dynamo.client, table: dynamo.table, now: () => new Date() };
  const authenticator = cognitoAuthenticator(store, {
    issuer,
    clientId: 'web',
    adminGroup: 'admins',
    keys: createLocalJWKSet({ keys: [jwk] }),
  });
  const token = (claims: object, options: { issuer?: string; audience?: string; expires?: string } = {}) =>
    new SignJWT({ token_use: 'id', email: 'ada@example.com', email_verified: true, sub: 'u-1', ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
      .setIssuer(options.issuer ?? issuer)
      .setAudience(options.audience ?? 'web')
      .setIssuedAt()
      .setExpirationTime(options.expires ?? '1h')
      .sign(privateKey);
  return { authenticator, token, users: userStore(store) };
}

test('an ID token names its person, who gets an account the first time', async () => {
  const { authenticator, token, users } = await setUp();
  const bearer = await token({ 'cognito:groups': ['admins'], name: 'Ada' });
  expect(await authenticator.authenticate({ bearer })).toEqual({
    id: 'u-1',
    email: 'ada@example.com',
    name: 'Ada',
    isAdmin: true,
  });
  expect(await users.get('u-1')).toMatchObject({ email: 'ada@example.com', isAdmin: true });
});

test('other tokens name nobody', async () => {
  const { authenticator, token } = await setUp();
  const bad = await Promise.all([
    token({ token_use: 'access' }),
    token({ email_verified: false }),
    token({}, { issuer: 'https://evil.example.com' }),
    token({}, { audience: 'other' }),
    token({}, { expires: '-1h' }),
    Promise.resolve('not.a.token'),
    (await setUp()).token({}),
  ]);
  for (const bearer of bad) expect(await authenticator.authenticate({ bearer })).toBeUndefined();
  expect(await authenticator.authenticate({})).toBeUndefined();
});

test('who left the admin group is no administrator any more', async () => {
  const { authenticator, token, users } = await setUp();
  await authenticator.authenticate({
    bearer: await token({ sub: 'u-2', email: 'bo@example.com', 'cognito:groups': ['admins'] }),
  });
  const user = await authenticator.authenticate({
    bearer: await token({ sub: 'u-2', email: 'bo@example.com' }),
  });
  expect(user?.isAdmin).toBe(false);
  expect((await users.get('u-2')).isAdmin).toBe(false);
});
