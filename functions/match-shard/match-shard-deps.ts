import type { Blobs } from '../../shared/blobs/blobs.ts';
import type { AssetStore } from '../../shared/store/asset-store.ts';
import type { JobStore } from '../../shared/store/job-store.ts';
import type { LabelStore } from '../../shared/store/label-store.ts';
import type { OntologyStore } from '../../shared/store/ontology-store.ts';
import type { PredictionSetStore } from '../../shared/store/prediction-set-store.ts';
import type { SnapshotStore } from '../../shared/store/snapshot-store.ts';
import type { TaskStore } from '../../shared/store/tasks/task-store.ts';

/** What matching one shard works with. */
export interface MatchShardDeps {
  jobs: JobStore;
  tasks: Pick<TaskStore, 'listShard'>;
  assets: Pick<AssetStore, 'find'>;
  labels: Pick<LabelStore, 'get'>;
  snapshots: Pick<SnapshotStore, 'get'>;
  ontologies: Pick<OntologyStore, 'get'>;
  predictionSets: Pick<PredictionSetStore, 'get'>;
  blobs: Blobs;
}
