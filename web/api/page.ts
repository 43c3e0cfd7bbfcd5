/** One page of a list. */
export interface Page<T> {
  items: T[];
  nextPageToken?: string;
}
