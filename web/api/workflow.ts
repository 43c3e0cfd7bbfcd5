export interface Pathway {
  name: string;
  to: string;
  percentage?: number;
  people?: string[];
}

export type StageKind =
  | 'start'
  | 'annotate'
  | 'review'
  | 'percentageRouter'
  | 'collaboratorRouter'
  | 'agent'
  | 'consensus'
  | 'complete'
  | 'archive';

export interface Stage {
  id: string;
  kind: StageKind;
  name: string;
  settings: Record<string, unknown>;
  pathways: Pathway[];
}

export interface WorkflowContent {
  name: string;
  stages: Stage[];
}

/** One revision of a workflow; lists leave the document out. */
export interface Workflow {
  id: string;
  name: string;
  revision: number;
  savedAt: string;
  document: WorkflowContent;
}
