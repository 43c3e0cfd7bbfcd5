import { expect, test } from 'vitest';
import { cognitoKeysUrl } from './cognito-keys-url.ts';

const issuer = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_pool';

test('keys come from the issuer, or from the endpoint that the environment names for AWS', () => {
  expect(String(cognitoKeysUrl(issuer, {}))).toBe(`${issuer}/.well-known/jwks.json`);
  expect(String(cognitoKeysUrl(issuer, { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' }))).toBe(
    'http://127.0.0.1:4566/eu-west-1_pool/.well-known/jwks.json',
  );
  expect(
    String(
      cognitoKeysUrl(issuer, {
        AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
        AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: 'https://idp.example.com',
      }),
    ),
  ).toBe('https://idp.example.com/eu-west-1_pool/.well-known/jwks.json');
});
