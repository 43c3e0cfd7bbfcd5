import { randomBytes } from 'node:crypto';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { smokeClient } from './smoke-client.ts';
import type { SmokePerson, SmokeTarget } from './smoke-target.ts';

/** A deployment in AWS: its people live in a Cognito user pool, where the shell's credentials make and delete them. */
export async function cognitoTarget(pool: {
  url: string;
  userPoolId: string;
  clientId: string;
  stage: string;
  reachesUs: boolean;
}): Promise<SmokeTarget> {
  const cognito = new CognitoIdentityProviderClient({});
  const UserPoolId = pool.userPoolId;
  const made: string[] = [];
  const anybody = smokeClient(pool.url);

  async function makePerson(name: string, group?: string): Promise<SmokePerson> {
    const email = `smoke-${name}-${randomBytes(6).toString('hex')}@example.com`;
    const password = `${randomBytes(18).toString('base64url')}-aA1!`;
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
    made.push(Username);
    await cognito.send(
      new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: password, Permanent: true }),
    );
    if (group !== undefined) {
      await cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName: group }));
    }
    const { status, body } = await anybody('POST', '/v1/sessions', { email, password });
    if (status !== 201) {
      throw new Error(`Signing in at ${pool.url} answered ${status}: ${JSON.stringify(body)}`);
    }
    return { id: body.user.id, call: smokeClient(pool.url, body.token) };
  }

  /** The schedules of a deployment tick every minute to every quarter of an hour; the same call, made now. */
  async function tick(folder: string): Promise<void> {
    const lambda = new LambdaClient({});
    const FunctionName = `lapidary-${pool.stage}-${folder}`;
    const { FunctionError, Payload } = await lambda.send(new InvokeCommand({ FunctionName, Payload: '{}' }));
    lambda.destroy();
    if (FunctionError !== undefined) throw new Error(`${folder}: ${Payload?.transformToString()}`);
  }

  async function close(): Promise<void> {
    for (const Username of made.splice(0)) {
      await cognito.send(new AdminDeleteUserCommand({ UserPoolId, Username }));
    }
    cognito.destroy();
  }

  try {
    const admin = await makePerson('admin', 'admins');
    return {
      anybody,
      admin,
      makePerson: (name) => makePerson(name),
      tick,
      reachesUs: pool.reachesUs,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
