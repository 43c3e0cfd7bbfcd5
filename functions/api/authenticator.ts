import * as z from 'zod';

/** Who makes the request. `isAdmin`: of this installation, and so in every project. */
export const SignedInUser = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  isAdmin: z.boolean(),
});
export type SignedInUser = z.infer<typeof SignedInUser>;

/** What a request brings to prove who makes it. */
export interface Credentials {
  bearer?: string;
  /** The value of the cookie `lapidary_session`. */
  cookie?: string;
}

/** Sessions of our own accounts on one machine, Cognito's tokens in AWS. */
export interface Authenticator {
  /** The user, or undefined when the credentials are missing, wrong or ended. */
  authenticate(credentials: Credentials): Promise<SignedInUser | undefined>;
}
