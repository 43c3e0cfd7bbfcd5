export interface Project {
  id: string;
  name: string;
  description?: string;
  rejectionReasons: string[];
  datasetIds: string[];
  ontologyId: string;
  workflowId: string;
  role?: string;
  createdAt: string;
}

/** How many tasks wait in each stage, by task status. */
export interface StageCounts {
  stages: Record<string, Record<string, number>>;
}
