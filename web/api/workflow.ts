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

export interface Workflow extends WorkflowContent {
  id: string;
  revision: number;
  createdAt?: string;
}
