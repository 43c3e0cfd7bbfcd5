import * as z from 'zod';
import { NotAllowed } from '../../../shared/errors.ts';
import type { PasswordSignIn } from './password-sign-in.ts';

const Answer = z.object({
  AuthenticationResult: z.object({ IdToken: z.string(), ExpiresIn: z.number() }).optional(),
  ChallengeName: z.string().optional(),
});

/** Refusals that say no more than that address and password do not fit. */
const WRONG = /NotAuthorizedException|UserNotFoundException|PasswordResetRequiredException/;

/**
 * Asks Cognito with address and password (the flow USER_PASSWORD_AUTH, which takes no AWS credentials). The password
 * passes through and is kept nowhere.
 *
 * @throws NotAllowed when Cognito asks for something more, like a new password or a second factor
 */
export function cognitoSignIn(options: { endpoint: string; clientId: string }): PasswordSignIn {
  return async (email, password) => {
    const response = await fetch(options.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
      },
      body: JSON.stringify({
        ClientId: options.clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: email, PASSWORD: password },
      }),
      signal: AbortSignal.timeout(10_000),
    });
    const text = await response.text();
    if (!response.ok) {
      if (WRONG.test(text)) return undefined;
      throw new Error(`Cognito answered ${response.status} to a sign-in.`);
    }
    const { AuthenticationResult: signedIn, ChallengeName: challenge } = Answer.parse(JSON.parse(text));
    if (signedIn) return { token: signedIn.IdToken, expiresInSeconds: signedIn.ExpiresIn };
    throw new NotAllowed(
      challenge === 'NEW_PASSWORD_REQUIRED'
        ? 'The first password has to be replaced; ask an administrator to set a lasting one.'
        : 'Your account asks for a second step, which this page cannot take.',
    );
  };
}
