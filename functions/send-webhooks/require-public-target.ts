import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ForbiddenTarget } from '../../shared/errors.ts';
import { isPrivateAddress } from './is-private-address.ts';

const PATIENCE_MS = 1_500;

/**
 * Refuses a target in a private address range when somebody names it, so that they learn it then and there. A name
 * that cannot be resolved now is let through: every delivery asks again, at the moment of connecting.
 *
 * @throws ForbiddenTarget
 */
export async function requirePublicTarget(target: string, allowPrivate: boolean): Promise<void> {
  if (allowPrivate) return;
  const { hostname, host } = new URL(target);
  const name = hostname.replace(/^\[|\]$|\.$/g, '');
  // Names of this machine by their very meaning (RFC 6761), and of the services inside a cloud.
  if (/(^|\.)(localhost|internal)$/i.test(name)) throw new ForbiddenTarget(host);
  const addresses = isIP(name) ? [name] : await resolve(name);
  if (addresses.length > 0 && addresses.every(isPrivateAddress)) throw new ForbiddenTarget(host);
}

async function resolve(name: string): Promise<string[]> {
  const nothing = sleep(PATIENCE_MS, [] as string[], { ref: false });
  const found = lookup(name, { all: true }).then(
    (all) => all.map(({ address }) => address),
    () => [],
  );
  return Promise.race([found, nothing]);
}
