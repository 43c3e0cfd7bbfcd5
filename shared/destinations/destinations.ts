import type { BlobBody } from '../blobs/blobs.ts';

/** A folder of its own at a destination, for what one export writes. */
export interface DestinationFolder {
  /** `s3://bucket/prefix/<folder>/`, or a folder of this machine; ends in `/`. */
  location: string;
  /**
   * Stores a file whole or not at all; the same path again replaces it.
   *
   * @param path below the folder, with `/`
   * @throws InvalidInput for a path that climbs out of the folder
   * @throws DestinationUnwritable when whoever owns the place does not let us write
   */
  put: (path: string, body: BlobBody) => Promise<{ size: number }>;
  /** Takes away what writes that were cut off left behind. */
  tidy: () => Promise<void>;
}

/**
 * Places beside Lapidary's own bucket that exports may be written to. Whoever runs the installation names them; people
 * choose among the names, and nothing takes a bucket or path from them.
 */
export interface Destinations {
  list: () => { name: string; location: string }[];
  /** @throws UnknownDestination */
  open: (name: string, folder: string) => DestinationFolder;
}
