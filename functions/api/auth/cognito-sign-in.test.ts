import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cognitoSignIn } from './cognito-sign-in.ts';

/** What Cognito answers to its passwords. */
const ANSWERS: Record<string, [status: number, body: object]> = {
  right: [200, { AuthenticationResult: { IdToken: 'id', AccessToken: 'access', ExpiresIn: 3600 } }],
  first: [200, { ChallengeName: 'NEW_PASSWORD_REQUIRED', Session: 's' }],
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
    const [status, answer] = ANSWERS[body.AuthParameters.PASSWORD];
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
  await expect(signIn('ada@example.com', 'first')).rejects.toMatchObject({ code: 'not-allowed' });
  await expect(signIn('ada@example.com', 'busy')).rejects.toThrow('Cognito answered 400');
});
