/** What one function may touch, and how large it is. */
export interface FunctionAccess {
  /** The table and its indexes. */
  table: 'none' | 'read' | 'write';
  /** Prefixes of the bucket that it reads, writes and deletes under. */
  reads?: string[];
  writes?: string[];
  deletes?: string[];
  /** Knows the destinations of exports by name; it writes to them, or only tells them. */
  destinations?: 'write' | 'name';
  /** Machines that it starts, by file name. */
  starts?: string[];
  /** Machines whose answer it waits for. */
  waitsFor?: string[];
  /** Machines whose executions it looks at and stops. */
  watches?: string[];
  sendsTo?: string[];
  receivesFrom?: string[];
  /** Webhooks: it connects to addresses that people name, public ones unless the stage says otherwise. */
  callsOut?: boolean;
  /** Sends work to the endpoint of the models stack, where there is one. */
  asksModels?: boolean;
  /** Starts, watches and stops training jobs, where there is a models stack. */
  trains?: boolean;
  /** Lays out processing jobs, which a machine then runs, and looks at what became of them. */
  laysOutProcessing?: boolean;
  /** Or which field of the stage says so. */
  memoryMegabytes?: number | 'curationMemoryMegabytes';
  timeoutSeconds?: number;
}

/** Machines that do the work of a job. */
const JOBS = [
  'create-project-tasks',
  'remove-dataset',
  'remove-project',
  'scan-dataset',
  'freeze-snapshot',
  'export-labels',
  'restore-snapshot',
  'outline-boxes',
  'embed-images',
  'import-labels',
  'import-predictions',
  'evaluate',
  'curate',
  'fine-tune',
];

/** One shard of a job reads and writes for minutes, not seconds. */
const SHARD = { memoryMegabytes: 1024, timeoutSeconds: 600 };

/** By folder under `functions/`; a test compares the keys with the folders, so nothing gets rights by accident. */
export const FUNCTION_ACCESS: Record<string, FunctionAccess> = {
  // ingest-asset
  'check-object': { table: 'read', reads: ['images/'] },
  // Decoding is memory-hungry: the largest image that is let in is 800 MB of RGB.
  'measure-image': {
    table: 'none',
    reads: ['images/'],
    writes: ['thumbnails/'],
    memoryMegabytes: 3008,
    timeoutSeconds: 200,
  },
  'register-asset': { table: 'write' },
  'create-tasks': { table: 'write', starts: ['advance-task'] },
  'remove-asset': { table: 'write' },
  'embed-image': {
    table: 'read',
    reads: ['images/', 'embeddings/', 'models/'],
    writes: ['embeddings/'],
    asksModels: true,
    memoryMegabytes: 2048,
    timeoutSeconds: 60,
  },

  // advance-task
  'follow-pathway': { table: 'write' },
  'park-for-annotation': { table: 'write' },
  'park-for-review': { table: 'write' },
  'route-by-percentage': { table: 'write' },
  'route-by-collaborator': { table: 'write' },
  'start-agent': { table: 'write' },
  'open-consensus': { table: 'write' },
  'resolve-consensus': { table: 'write', reads: ['labels/'], writes: ['labels/'] },
  'finish-task': { table: 'write' },

  // jobs
  'plan-job': { table: 'write' },
  'find-files': { table: 'write', reads: ['images/'], starts: ['ingest-asset'], ...SHARD },
  'create-shard-tasks': { table: 'write', starts: ['advance-task'], ...SHARD },
  'remove-shard-assets': { table: 'write', ...SHARD },
  'remove-project-shard': { table: 'write', ...SHARD },
  'freeze-shard': {
    table: 'write',
    reads: ['labels/', 'snapshots/'],
    writes: ['labels/', 'snapshots/'],
    ...SHARD,
  },
  'seal-snapshot': { table: 'write', reads: ['snapshots/'], writes: ['snapshots/'], ...SHARD },
  'export-shard': {
    table: 'write',
    reads: ['labels/', 'snapshots/', 'images/', 'exports/'],
    writes: ['exports/'],
    ...SHARD,
  },
  // Images only when they are asked for beside the labels; the parts of the shards are cleared away.
  'assemble-export': {
    table: 'write',
    reads: ['exports/', 'images/'],
    writes: ['exports/'],
    deletes: ['exports/'],
    destinations: 'write',
    ...SHARD,
  },
  'split-import': { table: 'write', reads: ['imports/', 'images/'], writes: ['imports/'], ...SHARD },
  'import-label-shard': {
    table: 'write',
    reads: ['imports/', 'labels/'],
    writes: ['labels/'],
    ...SHARD,
  },
  'outline-shard': {
    table: 'write',
    reads: ['images/', 'labels/', 'embeddings/', 'models/'],
    writes: ['labels/', 'embeddings/'],
    asksModels: true,
    ...SHARD,
  },
  'embed-shard': {
    table: 'write',
    reads: ['images/', 'embeddings/', 'models/'],
    writes: ['embeddings/'],
    asksModels: true,
    ...SHARD,
    memoryMegabytes: 2048,
  },
  'restore-shard': {
    table: 'write',
    reads: ['labels/', 'snapshots/'],
    writes: ['labels/'],
    ...SHARD,
  },
  'split-predictions': {
    table: 'write',
    reads: ['predictions/', 'images/'],
    writes: ['predictions/'],
    ...SHARD,
  },
  'import-prediction-shard': {
    table: 'write',
    reads: ['predictions/', 'labels/'],
    writes: ['labels/'],
    ...SHARD,
  },
  'seal-prediction-set': { table: 'write' },
  'prepare-predictions': {
    table: 'write',
    reads: ['images/', 'labels/', 'snapshots/', 'models/', 'predictions/'],
    writes: ['predictions/'],
    laysOutProcessing: true,
    memoryMegabytes: 1024,
    timeoutSeconds: 900,
  },
  'predict-shard': {
    table: 'write',
    reads: ['images/', 'labels/', 'snapshots/', 'embeddings/', 'models/', 'predictions/'],
    writes: ['labels/', 'embeddings/'],
    asksModels: true,
    ...SHARD,
    memoryMegabytes: 2048,
  },
  'match-shard': {
    table: 'write',
    reads: ['labels/', 'snapshots/'],
    writes: ['evaluations/'],
    ...SHARD,
  },
  // Holds every match at once: about 400 bytes each.
  'summarize-evaluation': {
    table: 'write',
    reads: ['evaluations/'],
    writes: ['evaluations/'],
    deletes: ['evaluations/'],
    memoryMegabytes: 3008,
    timeoutSeconds: 600,
  },
  // Decodes at a part of the size.
  'describe-shard': {
    table: 'write',
    reads: ['images/', 'embeddings/', 'labels/'],
    writes: ['embeddings/'],
    deletes: ['embeddings/packs/'],
    memoryMegabytes: 2048,
    timeoutSeconds: 900,
  },
  // Holds every descriptor at once: 1 KB each.
  'summarize-curation': {
    table: 'write',
    reads: ['embeddings/', 'curations/', 'evaluations/', 'snapshots/'],
    writes: ['curations/'],
    memoryMegabytes: 'curationMemoryMegabytes',
    timeoutSeconds: 900,
  },
  // fine-tune: images are laid out on the function's own disk, models are copied to it.
  'prepare-training': {
    table: 'write',
    reads: ['images/', 'labels/', 'snapshots/', 'models/', 'training/'],
    writes: ['training/'],
    memoryMegabytes: 3008,
    timeoutSeconds: 900,
  },
  'start-training': { table: 'write', reads: ['training/'], trains: true },
  'watch-training': { table: 'write', reads: ['training/'], trains: true },
  'score-model': {
    table: 'write',
    reads: ['images/', 'labels/', 'snapshots/', 'models/', 'training/', 'embeddings/'],
    writes: ['training/', 'embeddings/'],
    memoryMegabytes: 3008,
    timeoutSeconds: 900,
  },
  'register-model': {
    table: 'write',
    reads: ['training/', 'models/'],
    writes: ['models/'],
    starts: ['embed-images'],
  },
  'note-shard-failure': { table: 'write' },
  'account-for-shards': { table: 'write' },
  'finish-job': { table: 'write' },
  'fail-job': { table: 'write' },

  // by the clock
  'run-agents': {
    table: 'write',
    reads: ['images/', 'labels/', 'embeddings/', 'models/'],
    writes: ['labels/', 'embeddings/'],
    waitsFor: ['advance-task'],
    asksModels: true,
    memoryMegabytes: 2048,
    timeoutSeconds: 300,
  },
  'send-webhooks': { table: 'write', callsOut: true, timeoutSeconds: 300 },
  'sweep-tasks': { table: 'write', waitsFor: ['advance-task'], timeoutSeconds: 240 },
  'schedule-curations': { table: 'write', starts: ['curate'], timeoutSeconds: 120 },
  'retry-object-events': {
    table: 'none',
    starts: ['ingest-asset'],
    receivesFrom: ['object-events'],
    timeoutSeconds: 120,
  },
  'redrive-jobs': { table: 'write', starts: JOBS, watches: JOBS, timeoutSeconds: 120 },

  api: {
    table: 'write',
    reads: [
      'images/',
      'thumbnails/',
      'labels/',
      'snapshots/',
      'exports/',
      'evaluations/',
      'curations/',
      'embeddings/',
      'models/',
      'training/',
    ],
    writes: ['images/', 'labels/', 'imports/', 'predictions/', 'embeddings/', 'models/'],
    deletes: ['images/', 'embeddings/own/'],
    destinations: 'name',
    starts: [...JOBS, 'ingest-asset', 'advance-task'],
    waitsFor: ['advance-task'],
    watches: JOBS,
    callsOut: true,
    asksModels: true,
    memoryMegabytes: 1024,
  },
};
