import type { Ring } from '../../geometry/polygon.ts';
import type { Skeleton } from '../../labels/ontology.ts';
import type { ExchangeItem, ExchangeObject } from '../exchange-item.ts';
import type { ParseContext } from '../format.ts';
import { makeProbe } from '../make-probe.ts';
import { arrayOf, numberOf, pixelsOf, recordOf, textOf } from '../number-of.ts';
import { parseJson } from '../parse-json.ts';
import { readCocoAnnotation } from './coco-annotation.ts';
import { CocoColumns } from './coco-columns.ts';
import { cocoFiles, type CocoGroup, cocoGroups } from './coco-groups.ts';
import { readPanoptic } from './read-panoptic.ts';
import { NOT_SIMPLE, scanRecords } from './record-scanner.ts';

interface CocoImage {
  name: string;
  /** Its place among the images, set before the annotations are sorted. */
  index: number;
  width?: number;
  height?: number;
}

/** Everything of one group of files, annotations still as columns. */
interface CocoTables {
  images: Map<number, CocoImage>;
  categories: Map<number, { name: string; isThing?: number }>;
  /** Ids that are texts get numbers below zero. */
  textIds: Map<string, number>;
  columns: CocoColumns;
  /** The file of each annotation from that row on. */
  starts: { row: number; file: string; isResults: boolean }[];
}

/**
 * COCO of all kinds: instances, keypoints, panoptic, captions, labels, results. The annotations of a file are not in
 * the order of its images, so they are held as columns of numbers (about a tenth of what their JSON values take) and
 * given out image by image.
 */
export async function* parseCoco(context: ParseContext): AsyncGenerator<ExchangeItem> {
  const files = await cocoFiles(await makeProbe(context.source));
  if (files.length === 0) context.problems.add(context.source.main ?? '', '', 'There is no COCO file here.');
  for (const group of cocoGroups(files)) yield* parseGroup(group, context);
}

async function* parseGroup(group: CocoGroup, context: ParseContext): AsyncGenerator<ExchangeItem> {
  const tables: CocoTables = {
    images: new Map(),
    categories: new Map(),
    textIds: new Map(),
    columns: new CocoColumns(),
    starts: [],
  };
  for (const file of group.files) await readFile(file, tables, context);
  const { images, columns, starts } = tables;
  for (let row = 0; row < columns.count; row++) {
    const id = columns.rows.get(row * CocoColumns.ROW + 1);
    if (images.has(id)) continue;
    const { file, isResults } = fileOf(starts, row);
    const name = textOfId(id, tables);
    // A list of detections has no images of its own: they are known by their ids.
    if (isResults) images.set(id, { name, index: 0 });
    else {
      const reason = `The annotation belongs to image ${name}, which is missing; it is left out.`;
      context.problems.add(file, whereOf(starts, row), reason);
    }
  }
  const { order, ends } = rowsByImage(columns, images);
  let at = 0;
  let index = 0;
  for (const image of images.values()) {
    const end = ends[index++];
    yield await readItem(image, order.subarray(at, end), tables, group, context);
    at = end;
  }
}

/** Rows in the order of their images (a counting sort); the rows of image i end at `ends[i]`. */
function rowsByImage(
  columns: CocoColumns,
  images: ReadonlyMap<number, CocoImage>,
): { order: Int32Array; ends: Int32Array } {
  let count = 0;
  for (const image of images.values()) image.index = count++;
  const ends = new Int32Array(count);
  const indexOf = (row: number): number =>
    images.get(columns.rows.get(row * CocoColumns.ROW + 1))?.index ?? -1;
  let placed = 0;
  for (let row = 0; row < columns.count; row++) {
    const index = indexOf(row);
    if (index < 0) continue;
    ends[index]++;
    placed++;
  }
  const next = new Int32Array(ends.length);
  for (let i = 1; i < ends.length; i++) {
    next[i] = next[i - 1] + ends[i - 1];
    ends[i - 1] = next[i];
  }
  if (ends.length > 0) ends[ends.length - 1] = placed;
  const order = new Int32Array(placed);
  for (let row = 0; row < columns.count; row++) {
    const index = indexOf(row);
    if (index >= 0) order[next[index]++] = row;
  }
  return { order, ends };
}

async function readItem(
  image: CocoImage,
  rows: Int32Array,
  tables: CocoTables,
  group: CocoGroup,
  context: ParseContext,
): Promise<ExchangeItem> {
  const { columns, starts } = tables;
  const origins: number[] = [];
  const item: ExchangeItem = { key: image.name, objects: [], classifications: [] };
  let { width, height } = image;
  if (width === undefined || height === undefined) {
    const found = await context.images.size(image.name);
    [width, height] = [found?.width, found?.height];
  }
  if (width !== undefined) item.width = width;
  if (height !== undefined) item.height = height;
  if (group.split !== undefined) item.split = group.split;
  item.origin = {
    file: group.files[0],
    where: (at) => (at < 0 || at >= origins.length ? `image "${image.name}"` : whereOf(starts, origins[at])),
  };
  const size: [number, number] | undefined =
    width !== undefined && height !== undefined ? [height, width] : undefined;
  const byId = group.files.length > 1 ? new Map<string, number>() : undefined;
  for (const row of rows) {
    const { file } = fileOf(starts, row);
    const tell = (reason: string): void => context.problems.add(file, whereOf(starts, row), reason);
    const raw = columns.raw.get(row);
    let object: ExchangeObject | undefined;
    if (raw) {
      const annotation =
        recordOf(parseJson(raw, () => tell('NaN or Infinity is not a number; read as missing.'))) ?? {};
      if (annotation['segments_info'] !== undefined) {
        const segments = await readPanoptic(annotation, tables.categories, size, context, tell);
        for (const segment of segments) {
          origins.push(row);
          item.objects.push(segment);
        }
        continue;
      }
      const caption = textOf(annotation['caption']);
      if (caption !== undefined) {
        item.classifications.push({ name: 'caption', answers: { caption } });
        continue;
      }
      const category = categoryOf(annotation['category_id'], tables, tell);
      if (category === undefined) continue;
      object = readCocoAnnotation(annotation, category, size, tell);
      if (!object) {
        const isTag = annotation['bbox'] === undefined && annotation['segmentation'] === undefined;
        if (isTag) item.classifications.push({ name: category, answers: {} });
        else tell('The annotation has neither a box nor an outline that can be read; it is left out.');
        continue;
      }
    } else {
      const category = categoryOf(columns.facts.get(row * CocoColumns.FACTS) >> 1, tables, tell);
      if (category === undefined) continue;
      object = readRow(columns, row, category, tell);
    }
    if (byId && object.id !== undefined) {
      const earlier = byId.get(object.id);
      // The same person in the instances file and in the keypoints file is one object: the keypoints hold both.
      if (earlier !== undefined) {
        if (object.shape.type === 'keypoints') item.objects[earlier] = object;
        continue;
      }
      byId.set(object.id, item.objects.length);
    }
    origins.push(row);
    item.objects.push(object);
  }
  return item;
}

/** A simple row: polygons where it has any, else its box. */
function readRow(
  columns: CocoColumns,
  row: number,
  name: string,
  tell: (reason: string) => void,
): ExchangeObject {
  const { facts, rings } = columns;
  const base = row * CocoColumns.FACTS;
  const start = facts.get(base + 1);
  const x = columns.coordinate(start);
  const y = columns.coordinate(start + 1);
  const width = columns.coordinate(start + 2);
  const height = columns.coordinate(start + 3);
  const firstRing = facts.get(base + 2);
  const ringCount = facts.get(base + 3);
  const object: ExchangeObject = {
    id: String(columns.rows.get(row * CocoColumns.ROW)),
    class: name,
    shape: { type: 'box', x, y, width, height },
    attributes: (facts.get(base) & 1) === 1 ? { iscrowd: 1 } : {},
  };
  if (ringCount === 0) return object;
  const parts: Ring[][] = [];
  let x0 = Infinity;
  let y0 = Infinity;
  let x1 = -Infinity;
  let y1 = -Infinity;
  for (let ring = firstRing; ring < firstRing + ringCount * 2; ring += 2) {
    const points: Ring = [];
    const end = rings.get(ring + 1);
    for (let i = rings.get(ring); i < end; i += 2) {
      const px = columns.coordinate(i);
      const py = columns.coordinate(i + 1);
      points.push([px, py]);
      if (px < x0) x0 = px;
      if (px > x1) x1 = px;
      if (py < y0) y0 = py;
      if (py > y1) y1 = py;
    }
    parts.push([points]);
  }
  object.shape = { type: 'polygon', parts };
  const off = Math.max(
    Math.abs(x0 - x),
    Math.abs(y0 - y),
    Math.abs(x1 - x - width),
    Math.abs(y1 - y - height),
  );
  if (off > 1.5) tell('The bbox disagrees with the segmentation; the segmentation is taken.');
  return object;
}

async function readFile(file: string, tables: CocoTables, context: ParseContext): Promise<void> {
  const { columns, images, categories } = tables;
  const { problems, ontology } = context;
  tables.starts.push({ row: columns.count, file, isResults: false });
  const decode = (bytes: Uint8Array, where: string): Record<string, unknown> | undefined => {
    try {
      return recordOf(
        parseJson(bytes, () =>
          problems.add(file, where, 'NaN or Infinity is not a number; read as missing.'),
        ),
      );
    } catch {
      problems.add(file, where, 'Not valid JSON; the record is left out.');
      return undefined;
    }
  };
  await scanRecords(context.source, file, {
    fast: (key, bytes, at, end) =>
      key === 'annotations' || key === '' ? columns.readSimple(bytes, at, end) : NOT_SIMPLE,
    take: (key, index, bytes, start, end) => {
      if (index < 0) return;
      const where = key === '' ? `$[${index}]` : `$.${key}[${index}]`;
      if (key === 'images') {
        const record = decode(bytes.subarray(start, end), where);
        if (!record) return;
        const id = idOf(record['id'], tables);
        const name = textOf(record['file_name']) ?? textOf(record['coco_url']) ?? textOf(record['id']);
        if (id === undefined || name === undefined || name === '') {
          problems.add(file, where, 'The image has no id or no file name; it is left out.');
          return;
        }
        const earlier = images.get(id);
        if (earlier && earlier.name !== name) {
          problems.add(
            file,
            where,
            `The image id ${textOfId(id, tables)} is used twice; the later image is left out.`,
          );
          return;
        }
        const [width, height] = [pixelsOf(record['width']), pixelsOf(record['height'])];
        images.set(id, {
          name,
          index: 0,
          ...(width === undefined || height === undefined ? {} : { width, height }),
        });
      } else if (key === 'categories') {
        const record = decode(bytes.subarray(start, end), where);
        if (!record) return;
        const id = idOf(record['id'], tables);
        const name = textOf(record['name']);
        if (id === undefined || name === undefined) {
          problems.add(file, where, 'The category has no id or no name; it is left out.');
          return;
        }
        const isThing = numberOf(record['isthing']);
        if (categories.has(id) && categories.get(id)?.name !== name) {
          problems.add(
            file,
            where,
            `The category id ${textOfId(id, tables)} is used twice; the later one is left out.`,
          );
          return;
        }
        categories.set(id, { name, ...(isThing === undefined ? {} : { isThing }) });
        const skeleton = skeletonOf(record);
        ontology.declareClass(name, skeleton ? { shape: 'keypoints', skeleton } : {});
      } else if (key === 'annotations' || key === '') {
        if (key === '') tables.starts[tables.starts.length - 1].isResults = true;
        const record = decode(bytes.subarray(start, end), where);
        if (!record) return;
        const image = idOf(record['image_id'], tables);
        if (image === undefined) {
          problems.add(file, where, 'The annotation names no image; it is left out.');
          return;
        }
        columns.addRaw(image, bytes.slice(start, end));
      }
    },
    early: (where) => problems.add(file, where, 'The file ends early; what came before is imported.'),
  });
}

function skeletonOf(category: Record<string, unknown>): Skeleton | undefined {
  const names = arrayOf(category['keypoints']).map(textOf);
  if (names.length === 0) return undefined;
  const edges: [number, number][] = [];
  for (const edge of arrayOf(category['skeleton'])) {
    const [a, b] = arrayOf(edge).map(numberOf);
    // COCO counts the points from 1.
    if (a !== undefined && b !== undefined && a >= 1 && b >= 1) edges.push([a - 1, b - 1]);
  }
  return {
    points: names.map((name, at) => ({ name: name === undefined || name.trim() === '' ? String(at) : name })),
    edges,
  };
}

/** Ids are numbers, or texts that hold one, or texts that get a number below zero. */
function idOf(value: unknown, tables: CocoTables): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string') return undefined;
  if (/^(0|[1-9]\d{0,14})$/.test(value)) return Number(value);
  let id = tables.textIds.get(value);
  if (id === undefined) tables.textIds.set(value, (id = -1e9 - tables.textIds.size));
  return id;
}

function textOfId(id: number, tables: CocoTables): string {
  for (const [text, number] of tables.textIds) if (number === id) return text;
  return String(id);
}

function categoryOf(value: unknown, tables: CocoTables, tell: (reason: string) => void): string | undefined {
  const id = idOf(value, tables);
  const category = id === undefined ? undefined : tables.categories.get(id);
  if (category) return category.name;
  const shown = id === undefined ? 'nothing' : textOfId(id, tables);
  // A list of detections has no categories of its own.
  if (tables.categories.size === 0) return `category ${shown}`;
  tell(`The annotation refers to category ${shown}, which does not exist; it is left out.`);
  return undefined;
}

function fileOf(starts: CocoTables['starts'], row: number): CocoTables['starts'][number] {
  let found = starts[0];
  for (const start of starts) if (start.row <= row) found = start;
  return found;
}

function whereOf(starts: CocoTables['starts'], row: number): string {
  const { row: first, isResults } = fileOf(starts, row);
  return isResults ? `$[${row - first}]` : `$.annotations[${row - first}]`;
}
