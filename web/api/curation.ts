export interface Curation {
  id: string;
  projectId: string;
  images: number;
  /** Images that were new to this run. */
  described: number;
  /** Images by kind of issue. */
  issues: Record<string, number>;
  clusters: { label: number; size: number; prototypes: string[] }[];
  selected: number;
  prioritised: number;
  before?: { id: string; images: number; issues: Record<string, number> };
  createdAt: string;
}

/** With a link that works for 15 minutes. */
export interface CurationDetail extends Curation {
  tableUrl: string;
}

export interface Collection {
  id: string;
  projectId: string;
  name: string;
  assetIds: string[];
  createdAt: string;
}
