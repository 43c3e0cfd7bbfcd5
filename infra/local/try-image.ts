/**
 * Reads an image from standard input as ingest does, in a process of its own: one that asks for more memory than there
 * is ends this process, and not the host. Ends with 0 when it could be read, and when it is no good image.
 */
import { writeFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { decodeImage } from '../../shared/images/decode-image.ts';
import { ImageFault } from '../../shared/images/image-fault.ts';
import { makeThumbnail } from '../../shared/images/make-thumbnail.ts';

try {
  // When the machine runs out of memory, the system shall take this process before any other.
  writeFileSync('/proc/self/oom_score_adj', '1000');
} catch {
  // Not Linux, or not allowed: it is the largest anyway.
}
try {
  const { image } = await decodeImage(await buffer(process.stdin));
  await makeThumbnail(image);
} catch (error) {
  if (!(error instanceof ImageFault)) throw error;
}
