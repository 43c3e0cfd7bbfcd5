/** What somebody answers to `SignInStepRequired`. */
export interface SignInStep {
  /** Of the error; opaque. */
  session: string;
  newPassword?: string;
  /** Of an authenticator app. */
  code?: string;
}

/**
 * Signs people in where an identity provider keeps their passwords; undefined when address or password is wrong.
 * The token is one that the authenticator takes.
 *
 * @throws SignInStepRequired when it wants something more
 */
export type PasswordSignIn = (
  email: string,
  password: string,
  step?: SignInStep,
) => Promise<{ token: string; expiresInSeconds: number } | undefined>;
