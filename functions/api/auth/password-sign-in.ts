/**
 * Signs people in where an identity provider keeps their passwords; undefined when address or password is wrong.
 * The token is one that the authenticator takes.
 */
export type PasswordSignIn = (
  email: string,
  password: string,
) => Promise<{ token: string; expiresInSeconds: number } | undefined>;
