import type { LambdaContext, LambdaEvent } from 'hono/aws-lambda';
import { handle } from 'hono/aws-lambda';
import { createRemoteJWKSet } from 'jose';
import * as z from 'zod';
import { seamsFor } from '../../shared/lambda/choose-seams.ts';
import { modelSeam } from '../../shared/lambda/model-seam.ts';
import { jsonLog } from '../../shared/log.ts';
import { createApp } from './app.ts';
import { cognitoAuthenticator } from './auth/cognito-authenticator.ts';
import { cognitoEndpoint } from './auth/cognito-endpoint.ts';
import { cognitoKeysUrl } from './auth/cognito-keys-url.ts';
import { cognitoSignIn } from './auth/cognito-sign-in.ts';

const Env = z.object({
  /** Of the Cognito user pool: `https://cognito-idp.<region>.amazonaws.com/<userPoolId>`. */
  AUTH_ISSUER: z.url(),
  AUTH_CLIENT_ID: z.string().min(1),
  AUTH_ADMIN_GROUP: z.string().default('admins'),
  WEBHOOKS_ALLOW_PRIVATE: z.enum(['true', 'false']).default('false'),
  MAX_UPLOAD_BYTES: z.coerce.number().default(1024 ** 3),
});

async function start() {
  const env = Env.parse(process.env);
  const seams = await seamsFor(process.env);
  const app = createApp({
    store: seams.store,
    blobs: seams.blobs,
    workflows: seams.workflows,
    destinations: seams.destinations,
    models: modelSeam(seams),
    authenticator: cognitoAuthenticator(seams.store, {
      issuer: env.AUTH_ISSUER,
      clientId: env.AUTH_CLIENT_ID,
      adminGroup: env.AUTH_ADMIN_GROUP,
      // Fetched when first needed, and kept.
      keys: createRemoteJWKSet(cognitoKeysUrl(env.AUTH_ISSUER, process.env)),
    }),
    hasOwnAccounts: false,
    passwordSignIn: cognitoSignIn({
      endpoint: cognitoEndpoint(env.AUTH_ISSUER, process.env),
      clientId: env.AUTH_CLIENT_ID,
    }),
    log: jsonLog({ function: 'api' }),
    maxUploadBytes: env.MAX_UPLOAD_BYTES,
    allowPrivateTargets: env.WEBHOOKS_ALLOW_PRIVATE === 'true',
  });
  return handle(app);
}

let starting: ReturnType<typeof start> | undefined;

/** API Gateway's HTTP API in front of the one router. */
export async function handler(event: LambdaEvent, context: LambdaContext) {
  starting ??= start();
  const answer = await starting.catch((error: unknown) => {
    starting = undefined;
    throw error;
  });
  return answer(event, context);
}
