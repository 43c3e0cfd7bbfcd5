/**
 * Where Cognito answers: the issuer's own host, unless the environment names another endpoint for AWS, by the same
 * variables that the SDK reads. Who may set these may change the function's code as well; the issuer that a token must
 * name stays the same in any case.
 */
export function cognitoEndpoint(issuer: string, env: Record<string, string | undefined>): string {
  return env.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER || env.AWS_ENDPOINT_URL || new URL(issuer).origin;
}
