import { cognitoTarget } from './cognito-target.ts';
import { emptyDataFolder, spawnHost } from '../support/spawn-host.ts';
import { ownAccountsTarget } from './own-accounts-target.ts';
import type { SmokeTarget } from './smoke-target.ts';
import { stackOutputs } from '../../infra/deploy/stack-outputs.ts';

/**
 * The deployment that the environment names: `SMOKE_STAGE=dev` is the stage in AWS that the shell's credentials reach
 * (`SMOKE_URL` replaces the address that its stack tells); `SMOKE_URL` alone, with `SMOKE_EMAIL` and `SMOKE_PASSWORD`
 * of an administrator, is a host with accounts of its own; without either one, a host is started for the run. `SMOKE_REACHES_US=true` says that a stage can call this machine.
 */
export async function openSmokeTarget(env: Record<string, string | undefined>): Promise<SmokeTarget> {
  if (env.SMOKE_STAGE !== undefined) {
    const outputs = await stackOutputs(`lapidary-${env.SMOKE_STAGE}-api`);
    return cognitoTarget({
      url: env.SMOKE_URL ?? outputs.Url,
      userPoolId: outputs.UserPoolId,
      clientId: outputs.UserPoolClientId,
      stage: env.SMOKE_STAGE,
      reachesUs: env.SMOKE_REACHES_US === 'true',
    });
  }
  if (env.SMOKE_URL !== undefined) {
    const { SMOKE_EMAIL: email, SMOKE_PASSWORD: password } = env;
    if (email === undefined || password === undefined) {
      throw new Error('SMOKE_URL needs SMOKE_STAGE, or SMOKE_EMAIL and SMOKE_PASSWORD of an administrator.');
    }
    return ownAccountsTarget(env.SMOKE_URL.replace(/\/$/, ''), '/v1/sessions', { email, password });
  }
  const data = await emptyDataFolder();
  // The suite receives webhooks on this machine.
  process.env.WEBHOOKS_ALLOW_PRIVATE = 'true';
  process.env.LAPIDARY_TICK_SECONDS = '2';
  const host = await spawnHost(data.folder);
  const target = await ownAccountsTarget(host.url, '/v1/sessions/link', { token: host.token });
  return {
    ...target,
    close: async () => {
      await host.end('SIGTERM');
      await data.remove();
    },
  };
}
