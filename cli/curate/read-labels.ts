import { resolve } from 'node:path';
import { InvalidInput } from '../../shared/errors.ts';
import { detectFormat } from '../../shared/formats/detect-format.ts';
import type { ExchangeItem } from '../../shared/formats/exchange-item.ts';
import { FORMATS } from '../../shared/formats/formats.ts';
import { folderSource } from '../convert/folder-source.ts';
import { parseDataset } from '../../shared/formats/parse-dataset.ts';
import type { LabelObject } from '../../shared/labels/label-object.ts';
import { openSource } from '../convert/open-source.ts';

/** What labels say about one image of the folder. */
export interface ImageLabels {
  objects: LabelObject[];
  split?: string;
  /** What the image as a whole is of, where labels say one thing: a tag, or the only class of its objects. */
  imageClass?: string;
}

export interface FolderLabels {
  /** By the image's path in the folder. */
  of: Map<string, ImageLabels>;
  /** Labelled images that are not in the folder. */
  unmatched: string[];
  problems: number;
  format: string;
}

const NEVER = '1970-01-01T00:00:00.000Z';

/**
 * Labels in any known format, brought to the images of a folder: by the same path, by the longest path that both end
 * with, or by a file name that only one image has.
 *
 * @param paths of the images, with `/`
 * @throws InvalidInput when the format is not recognised, or nothing can be read
 */
export async function readLabels(
  file: string,
  folder: string,
  paths: readonly string[],
  formatName?: string,
): Promise<FolderLabels> {
  const opened = await openSource(resolve(file));
  try {
    const format =
      formatName === undefined
        ? (await detectFormat(opened.source)).best
        : Object.values(FORMATS).find(({ name }) => name === formatName);
    if (!format)
      throw new InvalidInput(
        `The format of "${file}" is not known; name it with --labels-format (${Object.keys(FORMATS).join(', ')}).`,
      );
    const parsed = parseDataset(format, opened.source, { images: await folderSource(folder) });
    const find = pathFinder(paths);
    const labels: FolderLabels = { of: new Map(), unmatched: [], problems: 0, format: format.title };
    for await (const item of parsed.items) {
      const path = find(item.key);
      if (path === undefined) {
        labels.unmatched.push(item.key);
        continue;
      }
      const known = labels.of.get(path);
      const own = labelsOf(item);
      if (known) known.objects.push(...own.objects);
      else labels.of.set(path, own);
    }
    labels.problems = opened.refused.length + parsed.problems.report().length;
    return labels;
  } finally {
    opened.close();
  }
}

function labelsOf(item: ExchangeItem): ImageLabels {
  const classes = new Set(item.objects.map((object) => object.class));
  const tags = item.classifications.filter(({ answers }) => answers.present !== 'no');
  const [only] =
    tags.length === 1 ? [tagText(tags[0])] : tags.length === 0 && classes.size === 1 ? classes : [];
  return {
    objects: item.objects.map((object, index) => ({
      id: object.id ?? `object ${index + 1}`,
      classId: object.class,
      shape: object.shape,
      attributes: {},
      source: 'import',
      createdBy: '',
      createdAt: NEVER,
      updatedBy: '',
      updatedAt: NEVER,
    })),
    ...(item.split === undefined ? {} : { split: item.split }),
    ...(only === undefined ? {} : { imageClass: only }),
  };
}

/** `weather: rain`, or the tag itself. */
function tagText({ name, answers }: ExchangeItem['classifications'][number]): string {
  const given = Object.values(answers).filter((answer) => typeof answer === 'string' && answer !== 'yes');
  return given.length === 0 ? name : `${name}: ${given.join(', ')}`;
}

/** The path that a label's key means; undefined when none or several could be meant. */
function pathFinder(paths: readonly string[]): (key: string) => string | undefined {
  const exact = new Set(paths);
  const byName = new Map<string, string[]>();
  const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);
  for (const path of paths) {
    const name = nameOf(path);
    byName.set(name, [...(byName.get(name) ?? []), path]);
  }
  return (key) => {
    if (exact.has(key)) return key;
    const candidates = byName.get(nameOf(key)) ?? [];
    if (candidates.length < 2) return candidates[0];
    const scores = candidates.map((path) => sharedEnd(path, key));
    const best = Math.max(...scores);
    const winners = candidates.filter((_, i) => scores[i] === best);
    return winners.length === 1 ? winners[0] : undefined;
  };
}

/** How many folders and names two paths share, from the end. */
function sharedEnd(a: string, b: string): number {
  const [left, right] = [a.split('/').reverse(), b.split('/').reverse()];
  let shared = 0;
  while (shared < left.length && left[shared] === right[shared]) shared++;
  return shared;
}
