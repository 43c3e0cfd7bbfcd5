import type { Blobs } from '../../shared/blobs/blobs.ts';
import type { Destinations } from '../../shared/destinations/destinations.ts';
import type { Log } from '../../shared/log.ts';
import type { ModelAccess } from '../../shared/models/model-access.ts';
import type { Queue } from '../../shared/queue/queue.ts';
import type { TableAccess } from '../../shared/store/table/table-access.ts';
import type { Workflows } from '../../shared/workflows/workflows.ts';
import type { PasswordSignIn } from './auth/password-sign-in.ts';
import type { Authenticator } from './authenticator.ts';

/**
 * What the router is built from. A route file makes its own stores: `const tasks = taskStore(deps.store)`.
 */
export interface ApiDeps {
  store: TableAccess;
  blobs: Blobs;
  workflows: Workflows;
  /** Where exports may be written to; the API itself writes nothing there. */
  destinations: Pick<Destinations, 'list'>;
  /** Segmenters; missing where no runtime is set up. */
  models?: ModelAccess;
  authenticator: Authenticator;
  /** People have accounts here, with passwords; false where an identity provider signs them in. */
  hasOwnAccounts: boolean;
  /** Where they are not: asks the identity provider. */
  passwordSignIn?: PasswordSignIn;
  log: Log;
  /** The largest file that may be uploaded, in bytes. */
  maxUploadBytes: number;
  /** Where the host queues arriving files itself. */
  objectEvents?: Pick<Queue, 'deadLetters' | 'redrive'>;
  /** Webhooks and agents may be at private addresses; they may not unless the installation says so. */
  allowPrivateTargets?: boolean;
}
