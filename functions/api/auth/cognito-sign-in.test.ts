import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SignInStepRequired } from '../../../shared/errors.ts';
import { cognitoSignIn } from './cognito-sign-in.ts';

/** What Cognito answers to its passwords. */
const ANSWERS: Record<string, [status: number, body: object]> = {
  right: [200, { AuthenticationResult: { IdToken: 'id', AccessToken: 'access', ExpiresIn: 3600 } }],
  first: [
    200,
    {
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session: 's1',
      ChallengeParameters: { USER_ID_FOR_SRP: 'u-1', requiredAttributes: '[]' },
    },
  ],
  'A good new 1.': [200, { ChallengeName: 'SOFTWARE_TOKEN_MFA', Session: 's2' }],
  weak: [400, { __type: 'InvalidPasswordException', message: 'Password not long enough' }],
  '123456': [200, { AuthenticationResult: { IdToken: 'id', ExpiresIn: 3600 } }],
  '000000': [400, { __type: 'CodeMismatchException', message: 'Invalid code' }],
  texted: [200, { ChallengeName: 'SMS_MFA', Session: 's' }],
  wrong: [400, { __type: 'NotAuthorizedException', message: 'Incorrect username or password.' }],
  busy: [400, { __type: 'TooManyRequestsException', message: 'Rate exceeded' }],
};
const asked: { target: string | string[] | undefined; body: Record<string, unknown> }[] = [];
const server = createServer((request, response) => {
  let text = '';
  request.on('data', (bytes: Buffer) => (text += bytes.toString()));
  request.on('end', () => {
    const body = JSON.parse(text);
    asked.push({ target: request.headers['x-amz-target'], body });
    const { NEW_PASSWORD, SOFTWARE_TOKEN_MFA_CODE } = body.ChallengeResponses ?? {};
    const [status, answer] =
      ANSWERS[body.AuthParameters?.PASSWORD ?? NEW_PASSWORD ?? SOFTWARE_TOKEN_MFA_CODE];
    response.writeHead(status).end(JSON.stringify(answer));
  });
});
let signIn: ReturnType<typeof cognitoSignIn>;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  signIn = cognitoSignIn({ endpoint: `http://127.0.0.1:${port}`, clientId: 'web' });
});
afterAll(() => server.close());

test('the right password gives the ID token', async () => {
  expect(await signIn('ada@example.com', 'right')).toEqual({ token: 'id', expiresInSeconds: 3600 });
  expect(asked[0]).toMatchObject({
    target: 'AWSCognitoIdentityProviderService.InitiateAuth',
    body: { ClientId: 'web', AuthParameters: { USERNAME: 'ada@example.com' } },
  });
});

test('a wrong one gives nothing; what else Cognito wants is said', async () => {
  expect(await signIn('ada@example.com', 'wrong')).toBeUndefined();
  await expect(signIn('ada@example.com', 'texted')).rejects.toMatchObject({ code: 'not-allowed' });
  await expect(signIn('ada@example.com', 'busy')).rejects.toThrow('Cognito answered 400');
});

/** The session of the step that is asked for. */
async function stepOf(asking: Promise<unknown>, step: 'newPassword' | 'code'): Promise<string> {
  const error = await asking.then(
    () => undefined,
    (refusal: unknown) => refusal as SignInStepRequired,
  );
  expect(error).toMatchObject({ code: 'sign-in-step-required', details: { step } });
  return String(error?.details.session);
}

test('a first password is replaced, and a code of an authenticator app is taken, in the name of the user', async () => {
  const session = await stepOf(signIn('ada@example.com', 'first'), 'newPassword');
  await expect(signIn('ada@example.com', 'first', { session, newPassword: 'weak' })).rejects.toMatchObject({
    code: 'invalid-input',
  });
  const next = await stepOf(
    signIn('ada@example.com', 'first', { session, newPassword: 'A good new 1.' }),
    'code',
  );
  expect(asked.at(-1)).toMatchObject({
    target: 'AWSCognitoIdentityProviderService.RespondToAuthChallenge',
    body: {
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session: 's1',
      ChallengeResponses: { USERNAME: 'u-1', NEW_PASSWORD: 'A good new 1.' },
    },
  });
  expect(await signIn('ada@example.com', '', { session: next, code: '000000' })).toBeUndefined();
  expect(await signIn('ada@example.com', '', { session: next, code: '123456' })).toMatchObject({
    token: 'id',
  });
});

test('what is no session of ours begins anew, and asks Cognito nothing', async () => {
  const before = asked.length;
  const forged = Buffer.from('{"challenge":"ADMIN_NO_SRP_AUTH","user":"u","session":"s"}').toString(
    'base64url',
  );
  for (const session of ['', 'x', forged]) {
    await expect(signIn('a@b.c', 'p', { session, code: '1' })).rejects.toMatchObject({
      code: 'invalid-input',
    });
  }
  expect(asked).toHaveLength(before);
});
