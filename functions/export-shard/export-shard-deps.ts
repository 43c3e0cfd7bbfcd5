import type { Blobs } from '../../shared/blobs/blobs.ts';
import type { AssetStore } from '../../shared/store/asset-store.ts';
import type { DatasetStore } from '../../shared/store/dataset-store.ts';
import type { JobStore } from '../../shared/store/job-store.ts';
import type { LabelStore } from '../../shared/store/label-store.ts';
import type { OntologyStore } from '../../shared/store/ontology-store.ts';
import type { ProjectStore } from '../../shared/store/project-store.ts';
import type { SnapshotStore } from '../../shared/store/snapshot-store.ts';
import type { TaskStore } from '../../shared/store/tasks/task-store.ts';

/** What exporting one shard works with. */
export interface ExportShardDeps {
  jobs: JobStore;
  tasks: Pick<TaskStore, 'listShard'>;
  assets: Pick<AssetStore, 'find'>;
  datasets: Pick<DatasetStore, 'find'>;
  projects: Pick<ProjectStore, 'get'>;
  ontologies: Pick<OntologyStore, 'get'>;
  snapshots: Pick<SnapshotStore, 'get'>;
  labels: Pick<LabelStore, 'get'>;
  blobs: Blobs;
}
