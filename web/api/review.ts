/** One reviewer's word on one object. */
export interface Decision {
  objectId: string;
  decision: 'approved' | 'rejected';
  reason?: string;
  comment?: string;
}
