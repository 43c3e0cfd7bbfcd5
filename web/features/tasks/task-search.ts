const NAMES = [
  'stageId',
  'status',
  'assigneeId',
  'classId',
  'imageName',
  'collectionId',
  'changedAfter',
  'changedBefore',
  'rejected',
] as const;

/** The filters of the queue as they stand in the address: the API's own names and values. */
export type TaskSearch = Partial<Record<(typeof NAMES)[number], string>>;

export function readTaskSearch(search: Record<string, unknown>): TaskSearch {
  const found: TaskSearch = {};
  for (const name of NAMES) {
    const value = search[name];
    if (typeof value === 'string' && value !== '') found[name] = value;
    // The address is read as JSON: `true` and numbers come as such.
    if (typeof value === 'boolean' || typeof value === 'number') found[name] = String(value);
  }
  return found;
}
