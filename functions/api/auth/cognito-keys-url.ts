import { cognitoEndpoint } from './cognito-endpoint.ts';

/** Where the public keys of a Cognito user pool are. */
export function cognitoKeysUrl(issuer: string, env: Record<string, string | undefined>): URL {
  const pool = new URL(issuer).pathname.replace(/\/$/, '');
  return new URL(`${pool}/.well-known/jwks.json`, cognitoEndpoint(issuer, env));
}
