import { concatenate } from './byte-chunks.ts';
import type { FileSource } from './file-source.ts';
import { type ImageSize, imageHeader } from './image-header.ts';
import { pathOfUrl } from './path-of-url.ts';

const IMAGE = /\.(jpe?g|jfif|png|webp|gif|bmp|tiff?|avif|heic|ppm|pgm)$/i;
const MASK_FOLDER = /(^|\/)Segmentation(Class|Object)\//i;
/** A JPEG's size stands behind its EXIF thumbnail and colour profile, rarely later than this. */
const MAX_HEADER_BYTES = 4 * 1024 * 1024;

export function isImagePath(path: string): boolean {
  return IMAGE.test(path);
}

/** Finds the images that labels name, in whatever way they name them, and reads sizes from their headers. */
export class ImageIndex {
  private readonly source: FileSource;
  private paths: Promise<Map<string, string[]>> | undefined;
  private readonly exact = new Set<string>();

  constructor(source: FileSource) {
    this.source = source;
  }

  /**
   * The path of the image that `name` means: the path itself, one below a folder, one with other case or without its
   * extension; with several candidates the one whose folders agree best. Undefined when there is none.
   */
  async resolve(name: string): Promise<string | undefined> {
    const byName = await (this.paths ??= this.read());
    const wanted = pathOfUrl(name)
      .replaceAll('\\', '/')
      .replace(/^(\.\/|\/)+/, '');
    if (this.exact.has(wanted)) return wanted;
    const base = baseOf(wanted).toLowerCase();
    const candidates = byName.get(base) ?? byName.get(stemOf(base)) ?? [];
    let best: string | undefined;
    let bestScore = -1;
    for (const candidate of candidates) {
      const score = sharedTail(candidate, wanted);
      if (score > bestScore) [best, bestScore] = [candidate, score];
    }
    return best;
  }

  /** Upright pixels of the image that `name` means, or undefined when it is not there or not an image. */
  async size(name: string): Promise<ImageSize | undefined> {
    const path = await this.resolve(name);
    return path === undefined ? undefined : this.sizeOfFile(path);
  }

  /** Paths of all images, sorted. */
  async all(): Promise<string[]> {
    await (this.paths ??= this.read());
    return [...this.exact];
  }

  async sizeOfFile(path: string): Promise<ImageSize | undefined> {
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of this.source.open(path, { start: 0, end: MAX_HEADER_BYTES })) {
      chunks.push(chunk);
      length += chunk.length;
      const found = imageHeader(concatenate(chunks));
      if (found !== 'more') return found;
      if (length >= MAX_HEADER_BYTES) break;
    }
    return undefined;
  }

  private async read(): Promise<Map<string, string[]>> {
    const byName = new Map<string, string[]>();
    const add = (name: string, path: string): void => {
      const list = byName.get(name);
      if (list) list.push(path);
      else byName.set(name, [path]);
    };
    for (const { path } of await this.source.list()) {
      if (!isImagePath(path)) continue;
      this.exact.add(path);
      const base = baseOf(path).toLowerCase();
      add(base, path);
      // A mask has the name of its image, but is not the image.
      if (!MASK_FOLDER.test(path)) add(stemOf(base), path);
    }
    return byName;
  }
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function stemOf(base: string): string {
  const dot = base.lastIndexOf('.');
  return dot > 0 ? base.slice(0, dot) : base;
}

/** How many folder names agree, read from the end. */
function sharedTail(a: string, b: string): number {
  const left = a.toLowerCase().split('/').reverse();
  const right = b.toLowerCase().split('/').reverse();
  let same = 0;
  for (let i = 1; i < Math.min(left.length, right.length) && left[i] === right[i]; i++) same++;
  return same;
}
