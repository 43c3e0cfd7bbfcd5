import type { Blobs } from '../blobs/blobs.ts';
import type { Destinations } from '../destinations/destinations.ts';
import type { ModelAccess } from '../models/model-access.ts';
import type { Queue } from '../queue/queue.ts';
import type { TableAccess } from '../store/table/table-access.ts';
import type { Workflows } from '../workflows/workflows.ts';

/** Everything outside the process that a function may ask for; made on first use. */
export interface Seams {
  readonly store: TableAccess;
  readonly blobs: Blobs;
  readonly workflows: Workflows;
  /** Where exports may be written to beside our own blobs. */
  readonly destinations: Destinations;
  /** Models that see; missing where no runtime for them is set up. */
  readonly models?: ModelAccess;
  /** By its short name: `webhooks`, `predictions`. */
  queue(name: string): Queue;
}
