import * as z from 'zod';
import { InvalidInput, NotAllowed, SignInStepRequired } from '../../../shared/errors.ts';
import type { PasswordSignIn, SignInStep } from './password-sign-in.ts';

const Answer = z.object({
  AuthenticationResult: z.object({ IdToken: z.string(), ExpiresIn: z.number() }).optional(),
  ChallengeName: z.string().optional(),
  ChallengeParameters: z.record(z.string(), z.string()).optional(),
  Session: z.string().optional(),
});

/** What people are handed for the next step: Cognito wants the user's own name, not the address, with its session. */
const Pending = z.object({ challenge: z.string(), user: z.string(), session: z.string() });
type Pending = z.infer<typeof Pending>;

/** Refusals that say no more than that address and password (or the code) do not fit. */
const WRONG =
  /NotAuthorizedException|UserNotFoundException|PasswordResetRequiredException|CodeMismatchException|ExpiredCodeException/;

/** By Cognito's name; what else it may ask for, this cannot take. */
const STEPS: Record<string, 'newPassword' | 'code'> = {
  NEW_PASSWORD_REQUIRED: 'newPassword',
  SOFTWARE_TOKEN_MFA: 'code',
};

/**
 * Asks Cognito with address and password (the flow USER_PASSWORD_AUTH, which takes no AWS credentials). Passwords and
 * codes pass through and are kept nowhere.
 *
 * @throws SignInStepRequired when a first password has to be replaced, or a code of an authenticator app is wanted
 * @throws InvalidInput when the new password is not good enough
 */
export function cognitoSignIn(options: { endpoint: string; clientId: string }): PasswordSignIn {
  async function ask(operation: string, input: object): Promise<z.infer<typeof Answer> | undefined> {
    const response = await fetch(options.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
      },
      body: JSON.stringify({ ClientId: options.clientId, ...input }),
      signal: AbortSignal.timeout(10_000),
    });
    const text = await response.text();
    if (response.ok) return Answer.parse(JSON.parse(text));
    if (WRONG.test(text)) return undefined;
    if (/InvalidPasswordException/.test(text)) {
      throw new InvalidInput(
        'The new password is too weak: it needs 12 characters, with capital and small letters, digits and symbols.',
        { path: 'newPassword' },
      );
    }
    throw new Error(`Cognito answered ${response.status} to a sign-in.`);
  }

  function respond({ challenge, user, session }: Pending, step: SignInStep) {
    const given = STEPS[challenge] === 'newPassword' ? step.newPassword : step.code;
    if (given === undefined) throw required(challenge, user, session);
    const name = STEPS[challenge] === 'newPassword' ? 'NEW_PASSWORD' : 'SOFTWARE_TOKEN_MFA_CODE';
    return ask('RespondToAuthChallenge', {
      ChallengeName: challenge,
      Session: session,
      ChallengeResponses: { USERNAME: user, [name]: given },
    });
  }

  return async (email, password, step) => {
    const answer = step
      ? await respond(readPending(step.session), step)
      : await ask('InitiateAuth', {
          AuthFlow: 'USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME: email, PASSWORD: password },
        });
    if (!answer) return undefined;
    const { AuthenticationResult: signedIn, ChallengeName: challenge = '', ChallengeParameters } = answer;
    if (signedIn) return { token: signedIn.IdToken, expiresInSeconds: signedIn.ExpiresIn };
    throw required(challenge, ChallengeParameters?.USER_ID_FOR_SRP ?? email, answer.Session ?? '');
  };
}

function required(challenge: string, user: string, session: string): SignInStepRequired | NotAllowed {
  const step = STEPS[challenge];
  if (step === undefined) {
    return new NotAllowed('Your account asks for a step that this page cannot take; ask an administrator.');
  }
  const pending: Pending = { challenge, user, session };
  return new SignInStepRequired(step, Buffer.from(JSON.stringify(pending)).toString('base64url'));
}

function readPending(text: string): Pending {
  try {
    const pending = Pending.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    if (pending.challenge in STEPS) return pending;
  } catch {
    // Told below, like a session of another kind.
  }
  throw new InvalidInput('This step belongs to no sign-in; begin anew with address and password.', {
    path: 'session',
  });
}
