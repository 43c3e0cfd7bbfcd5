/** Operations on the table, by what a function does with it. Queries include those of the indexes. */
type TableAccess = 'none' | 'read' | 'write';

/** What one function may touch. A test compares the keys with the folders under `functions/`. */
export interface FunctionAccess {
  table: TableAccess;
  /** Prefixes of the bucket that it reads and writes. */
  reads?: string[];
  writes?: string[];
  deletes?: string[];
  /** Machines that it starts, by file name. */
  starts?: string[];
  /** Machines whose answer it waits for. */
  waitsFor?: string[];
  /** Machines whose executions it looks at and stops. */
  watches?: string[];
  sendsTo?: string[];
  receivesFrom?: string[];
  memoryMegabytes?: number;
  timeoutSeconds?: number;
}

const JOBS = ['freeze-snapshot', 'export-labels'];

export const FUNCTION_ACCESS: Record<string, FunctionAccess> = {
  'check-object': { table: 'read', reads: ['images/'] },
  // Decoding is memory-hungry: a 268-megapixel image is 800 MB of RGB.
  'measure-image': {
    table: 'none',
    reads: ['images/'],
    writes: ['thumbnails/'],
    memoryMegabytes: 3008,
    timeoutSeconds: 200,
  },
  'register-asset': { table: 'write' },
  'create-tasks': { table: 'write' },
  'remove-asset': { table: 'write', deletes: ['thumbnails/'] },
  api: {
    table: 'write',
    reads: ['images/', 'thumbnails/', 'labels/', 'snapshots/', 'exports/'],
    writes: ['images/', 'labels/'],
    starts: [...JOBS, 'ingest-asset'],
    waitsFor: ['advance-task'],
    watches: JOBS,
    memoryMegabytes: 1024,
  },
};
