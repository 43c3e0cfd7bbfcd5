/** One image as the API tells it. `reason` is set when it is quarantined. */
export interface Asset {
  id: string;
  datasetId: string;
  key: string;
  name: string;
  width?: number;
  height?: number;
  size?: number;
  contentType?: string;
  status: 'ready' | 'quarantined' | 'removed';
  reason?: string;
  warnings?: string[];
  metrics?: Record<string, number>;
  sha256?: string;
  createdAt: string;
  imageUrl?: string;
  thumbnailUrl?: string;
}
