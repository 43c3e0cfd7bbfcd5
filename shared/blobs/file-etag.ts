import type { BigIntStats } from 'node:fs';

/** Names one version of a file by its identity, size and time of change, without reading it. */
export function fileEtag(file: BigIntStats): string {
  return `${file.ino.toString(36)}-${file.mtimeNs.toString(36)}-${file.size.toString(36)}`;
}
