import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { describeImage } from '../../shared/curation/descriptor/describe-image.ts';
import type { MeasuredAsset } from '../../shared/curation/curate-images.ts';
import { measureImage } from '../../shared/curation/measure-image.ts';
import { decodeImage } from '../../shared/images/decode-image.ts';
import { ImageFault } from '../../shared/images/image-fault.ts';
import { sniffImage } from '../../shared/images/sniff-image.ts';
import type { FoundFile } from './find-files.ts';
import { isImageName } from './image-extensions.ts';

/** `exact`: every pixel was measured; otherwise a reduced picture was. */
export type ReadAsset = MeasuredAsset & { exact: boolean };

export type ReadOutcome =
  | {
      kind: 'asset';
      asset: ReadAsset;
    } /** `isTransient`: nothing is wrong with the file's content, so another run may fare better. */
  | { kind: 'unreadable'; reason: string; isTransient?: boolean }
  | { kind: 'ignored' };

/** The longer side that is measured in fast mode; of a JPEG half of that at least, whatever its decoder gives. */
const FAST = { side: 640, above: 0, byHalves: true };
/** Above this many pixels only a reduced picture is measured, so that two at once stay far below a gigabyte. */
const EXACT_PIXELS = 48e6;
const LARGE_SIDE = 4096;
const MAX_BYTES = 400e6;
const HEAD_BYTES = 4096;

/** Reads, hashes, decodes and measures one file. Never throws for what is wrong with a file: it says so. */
export async function readAsset(file: FoundFile, fast: boolean): Promise<ReadOutcome> {
  try {
    if (!isImageName(file.path) && !(await looksLikeImage(file.absolute))) return { kind: 'ignored' };
    if (file.size > MAX_BYTES)
      return {
        kind: 'unreadable',
        reason: `The file has ${Math.round(file.size / 1e6)} MB; at most 400 MB are read.`,
      };
    const bytes = await readFile(file.absolute);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const limit = fast ? FAST : { side: LARGE_SIDE, above: EXACT_PIXELS };
    const { image, fullSize } = await decodeImage(bytes, limit);
    const { width, height } = fullSize;
    const { metrics, phash, dhash, reduced } = measureImage(image.data, image.width, image.height);
    const size = { width, height, area: width * height, aspectRatio: width / height };
    return {
      kind: 'asset',
      asset: {
        path: file.path,
        sha256,
        phash,
        dhash,
        metrics: { ...metrics, ...size },
        vector: describeImage(reduced),
        exact: image.width === width,
      },
    };
  } catch (error) {
    if (error instanceof ImageFault) return { kind: 'unreadable', reason: error.message };
    const { code, message } = error as NodeJS.ErrnoException;
    return {
      kind: 'unreadable',
      isTransient: true,
      reason: code === 'EACCES' ? 'Permission to read it is missing.' : `It cannot be read: ${message}`,
    };
  }
}

async function looksLikeImage(path: string): Promise<boolean> {
  const handle = await open(path);
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    sniffImage(buffer.subarray(0, bytesRead));
    return true;
  } catch (error) {
    if (error instanceof ImageFault) return false;
    throw error;
  } finally {
    await handle.close();
  }
}
