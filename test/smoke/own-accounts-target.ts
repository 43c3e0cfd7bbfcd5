import { randomBytes } from 'node:crypto';
import { smokeClient } from './smoke-client.ts';
import type { SmokePerson, SmokeTarget } from './smoke-target.ts';

/** A host with accounts of its own; `path` and `proof` sign its administrator in. */
export async function ownAccountsTarget(url: string, path: string, proof: object): Promise<SmokeTarget> {
  const anybody = smokeClient(url);
  async function signIn(path: string, proof: object): Promise<SmokePerson> {
    const { status, body } = await anybody('POST', path, proof);
    if (status !== 201) throw new Error(`Signing in at ${url} answered ${status}: ${JSON.stringify(body)}`);
    return { id: body.user.id, call: smokeClient(url, body.token) };
  }
  const admin = await signIn(path, proof);
  const made: string[] = [];
  return {
    anybody,
    admin,
    makePerson: async (name) => {
      const account = {
        email: `smoke-${name}-${randomBytes(6).toString('hex')}@example.com`,
        password: randomBytes(18).toString('base64url'),
      };
      const { status, body } = await admin.call('POST', '/v1/users', { ...account, name: `Smoke ${name}` });
      if (status !== 201) throw new Error(`Making an account answered ${status}: ${JSON.stringify(body)}`);
      made.push(body.user.id);
      return signIn('/v1/sessions', account);
    },
    // The clock of a host ticks every minute.
    tick: async () => {},
    reachesUs: /^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(`${url}/`),
    close: async () => {
      for (const id of made) await admin.call('PATCH', `/v1/users/${id}`, { disabled: true });
    },
  };
}
