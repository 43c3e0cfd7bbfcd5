/**
 * Where the public keys of a Cognito user pool are: at Cognito's endpoint, which is the issuer's own host unless the
 * environment names another endpoint for AWS, by the same variables that the SDK reads. Who may set these may change
 * the function's code as well; the issuer that a token must name stays the same in any case.
 */
export function cognitoKeysUrl(issuer: string, env: Record<string, string | undefined>): URL {
  const pool = new URL(issuer);
  const endpoint = env.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER || env.AWS_ENDPOINT_URL || pool.origin;
  return new URL(`${pool.pathname.replace(/\/$/, '')}/.well-known/jwks.json`, endpoint);
}
