import { randomBytes } from 'node:crypto';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  ListUsersInGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';

const GROUP = 'admins';

/**
 * Makes the first administrator of an installation that has none.
 *
 * @returns the password, which is told this once; undefined when there is an administrator already
 */
export async function firstAdmin(
  cognito: CognitoIdentityProviderClient,
  UserPoolId: string,
  email: string,
): Promise<string | undefined> {
  const { Users } = await cognito.send(
    new ListUsersInGroupCommand({ UserPoolId, GroupName: GROUP, Limit: 1 }),
  );
  if (Users !== undefined && Users.length > 0) return undefined;
  const { User } = await cognito.send(
    new AdminCreateUserCommand({
      UserPoolId,
      Username: email,
      MessageAction: 'SUPPRESS',
      UserAttributes: [
        { Name: 'email', Value: email },
        { Name: 'email_verified', Value: 'true' },
      ],
    }),
  );
  const Username = User?.Username ?? email;
  const password = `${randomBytes(15).toString('base64url')}-aA1!`;
  await cognito.send(
    new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: password, Permanent: true }),
  );
  await cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName: GROUP }));
  return password;
}
