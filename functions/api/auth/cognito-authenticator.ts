import { jwtVerify } from 'jose';
import type { JWTPayload, JWTVerifyGetKey } from 'jose';
import { AlreadyExists } from '../../../shared/errors.ts';
import type { TableAccess } from '../../../shared/store/table/table-access.ts';
import { userStore } from '../../../shared/store/user-store.ts';
import type { Authenticator } from '../authenticator.ts';

export interface CognitoOptions {
  /** `https://cognito-idp.<region>.amazonaws.com/<userPoolId>` */
  issuer: string;
  clientId: string;
  /** Members of this group administer the installation. */
  adminGroup: string;
  /** The pool's public keys. */
  keys: JWTVerifyGetKey;
}

/** Takes Cognito's ID tokens; a person's account is made the first time that they come. */
export function cognitoAuthenticator(store: TableAccess, options: CognitoOptions): Authenticator {
  const users = userStore(store);

  async function verify(token: string): Promise<JWTPayload | undefined> {
    try {
      const { payload } = await jwtVerify(token, options.keys, {
        issuer: options.issuer,
        audience: options.clientId,
        algorithms: ['RS256'],
      });
      return payload.token_use === 'id' ? payload : undefined;
    } catch {
      return undefined;
    }
  }

  return {
    async authenticate({ bearer, cookie }) {
      const token = bearer ?? cookie;
      const claims = token === undefined ? undefined : await verify(token);
      if (claims?.sub === undefined || typeof claims.email !== 'string' || claims.email_verified !== true) {
        return undefined;
      }
      const groups = claims['cognito:groups'];
      const isAdmin = Array.isArray(groups) && groups.includes(options.adminGroup);
      const identity = { id: claims.sub, email: claims.email, name: nameOf(claims), isAdmin };
      const known = await users.find(claims.sub);
      if (known?.disabled) return undefined;
      if (!known) {
        await users.create({ ...identity, disabled: false, preferences: {} }).catch((error: unknown) => {
          // Two first requests at once: either one made it.
          if (!(error instanceof AlreadyExists)) throw error;
        });
      } else if (known.isAdmin !== isAdmin) {
        await users.update(claims.sub, { isAdmin });
      }
      return { ...identity, name: known?.name ?? identity.name };
    },
  };
}

function nameOf(claims: JWTPayload): string {
  return typeof claims.name === 'string' && claims.name !== '' ? claims.name : String(claims.email);
}
