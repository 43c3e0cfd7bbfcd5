import { createHash } from 'node:crypto';
import { CurationThresholds } from '../../shared/curation/issues/curation-thresholds.ts';
import { duplicateGroups, type Print } from '../../shared/curation/duplicates/duplicate-groups.ts';
import { measureImage } from '../../shared/curation/measure-image.ts';
import type { ExchangeItem } from '../../shared/formats/exchange-item.ts';
import type { FileSource } from '../../shared/formats/file-source.ts';
import type { ImageIndex } from '../../shared/formats/image-index.ts';
import { readBytes } from '../../shared/formats/read-file.ts';
import { decodeImage } from '../../shared/images/decode-image.ts';
import { ImageFault } from '../../shared/images/image-fault.ts';
import type { SplitCandidate } from '../../shared/snapshots/assign-splits.ts';

/** What stays together: copies and look-alikes, copies only, or what lies in one folder. */
export type GroupBy = 'duplicate' | 'identical' | 'folder';

/** Look-alikes are told from a reduced picture, which JPEG gives many times faster than the whole one. */
const REDUCED = { side: 640, above: 0 };

/** Collects, image by image, what splits are made from: one short record each. */
export class SplitSurvey {
  private readonly groupBy: GroupBy | undefined;
  private readonly images: ImageIndex;
  private readonly source: FileSource;
  private readonly list: SplitCandidate[] = [];
  private readonly prints: Print[] = [];

  constructor(groupBy: GroupBy | undefined, images: ImageIndex, source: FileSource) {
    this.groupBy = groupBy;
    this.images = images;
    this.source = source;
  }

  async add(item: ExchangeItem): Promise<void> {
    const classes = new Map<string, number>();
    for (const object of item.objects) classes.set(object.class, (classes.get(object.class) ?? 0) + 1);
    for (const one of item.classifications) classes.set(one.name, (classes.get(one.name) ?? 0) + 1);
    const candidate: SplitCandidate = { id: item.key, classes };
    if (this.groupBy === 'folder') candidate.group = item.key.slice(0, item.key.lastIndexOf('/') + 1);
    this.list.push(candidate);
    if (this.groupBy === 'duplicate' || this.groupBy === 'identical')
      this.prints.push(await this.print(item));
  }

  candidates(): SplitCandidate[] {
    if (this.prints.length === 0) return this.list;
    const groups = duplicateGroups(this.prints, CurationThresholds.parse({}));
    return this.list.map((one, index) => ({ ...one, group: this.list[groups[index]].id }));
  }

  /** An image that is not here, or cannot be read, is alone in its group unless the labels say its sha256. */
  private async print(item: ExchangeItem): Promise<Print> {
    const path = await this.images.resolve(item.key);
    if (path === undefined) return { sha256: item.sha256 ?? `key ${item.key}` };
    const bytes = await readBytes(this.source, path);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (this.groupBy === 'identical') return { sha256 };
    try {
      const { image } = await decodeImage(bytes, REDUCED);
      const { phash, dhash } = measureImage(image.data, image.width, image.height);
      return { sha256, phash, dhash };
    } catch (error) {
      if (error instanceof ImageFault) return { sha256 };
      throw error;
    }
  }
}
