import type { Blobs } from '../../shared/blobs/blobs.ts';
import type { StoreDeps } from '../../shared/lambda/seams.ts';
import type { Log } from '../../shared/log.ts';
import type { Workflows } from '../../shared/workflows/workflows.ts';
import type { Authenticator } from './authenticator.ts';

/**
 * What the router is built from. A route file makes its own stores: `const tasks = taskStore(deps.store)`.
 */
export interface ApiDeps {
  store: StoreDeps;
  blobs: Blobs;
  workflows: Workflows;
  authenticator: Authenticator;
  log: Log;
  /** The largest file that may be uploaded, in bytes. */
  maxUploadBytes: number;
}
