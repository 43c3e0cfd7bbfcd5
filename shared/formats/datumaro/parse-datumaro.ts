import type { Point } from '../../geometry/point.ts';
import type { Shape } from '../../labels/shape.ts';
import { attributeValues } from '../attribute-value.ts';
import type { ExchangeItem } from '../exchange-item.ts';
import type { ParseContext } from '../format.ts';
import { listJsonFiles } from '../list-json-files.ts';
import { maskFromCounts, maskFromString } from '../mask-shape.ts';
import { arrayOf, numberOf, pixelsOf, recordOf, textOf } from '../number-of.ts';
import { streamJson } from '../stream-json.ts';
import { looksLikeDatumaro } from './looks-like-datumaro.ts';

type Json = Record<string, unknown>;

/** Datumaro JSON: `annotations/<subset>.json`; the subset `default` is no split. */
export async function* parseDatumaro(context: ParseContext): AsyncGenerator<ExchangeItem> {
  const { source, problems, ontology } = context;
  for (const file of await listJsonFiles(context, looksLikeDatumaro, 'Datumaro')) {
    const subset = file.slice(file.lastIndexOf('/') + 1).replace(/\.json$/i, '');
    let names: string[] = [];
    const early: { path: string; value: Json }[] = [];
    for await (const part of streamJson(source, file, problems)) {
      if (part.key === 'categories') names = readCategories(recordOf(part.value) ?? {}, ontology);
      else if (part.key === 'items') {
        const value = recordOf(part.value);
        if (!value) problems.add(file, part.path, 'An item is not an object; it is left out.');
        // Items refer to categories by number; a file that lists them later has to wait.
        else if (names.length === 0) early.push({ path: part.path, value });
        else yield await readItem(value, file, part.path, subset, names, context);
      }
    }
    for (const { path, value } of early) yield await readItem(value, file, path, subset, names, context);
  }
}

function readCategories(categories: Json, ontology: ParseContext['ontology']): string[] {
  const labels = arrayOf(recordOf(categories['label'])?.['labels']).map((one) => recordOf(one) ?? {});
  const names = labels.map((one, at) => textOf(one['name']) ?? `label ${at}`);
  const skeletons = new Map<number, Json>();
  for (const one of arrayOf(recordOf(categories['points'])?.['items'])) {
    const item = recordOf(one) ?? {};
    skeletons.set(numberOf(item['label_id']) ?? -1, item);
  }
  names.forEach((name, at) => {
    const skeleton = skeletons.get(at);
    const points = arrayOf(skeleton?.['labels']).map((one, i) => ({ name: textOf(one) || String(i) }));
    const edges = arrayOf(skeleton?.['joints']).map(
      (one) => arrayOf(one).map((n) => (numberOf(n) ?? 0) - 1) as [number, number],
    );
    const isSound =
      points.length > 0 &&
      edges.every(([a, b]) => a >= 0 && b >= 0 && a < points.length && b < points.length);
    ontology.declareClass(
      name,
      points.length > 0 ? { shape: 'keypoints', skeleton: { points, edges: isSound ? edges : [] } } : {},
    );
  });
  return names;
}

async function readItem(
  raw: Json,
  file: string,
  path: string,
  subset: string,
  names: string[],
  context: ParseContext,
): Promise<ExchangeItem> {
  const { problems, images } = context;
  const media = recordOf(raw['image']) ?? recordOf(raw['media']) ?? {};
  const id = textOf(raw['id']) ?? '';
  const name = textOf(media['path']);
  const key = name !== undefined && name !== '' ? name : ((await images.resolve(id)) ?? id);
  const item: ExchangeItem = { key, objects: [], classifications: [] };
  const [height, width] = arrayOf(media['size']).map(pixelsOf);
  const found = width === undefined || height === undefined ? await images.size(key) : { width, height };
  if (found) Object.assign(item, found);
  if (subset !== 'default') item.split = subset;
  for (const [fact, value] of Object.entries(recordOf(raw['attr']) ?? {}))
    if (typeof value === 'string' || typeof value === 'number') (item.metadata ??= {})[fact] = value;
  const places: number[] = [];
  item.origin = { file, where: (at) => (at < 0 ? path : `${path}.annotations[${places[at]}]`) };
  arrayOf(raw['annotations']).forEach((one, at) => {
    const annotation = recordOf(one) ?? {};
    const tell = (reason: string): void => problems.add(file, `${path}.annotations[${at}]`, reason);
    const labelId = numberOf(annotation['label_id']);
    const label = labelId === undefined ? '' : labelId < 0 ? undefined : names.at(labelId);
    if (label === undefined)
      return tell(`The annotation refers to label ${labelId}, which does not exist; it is left out.`);
    const attributes = attributeValues(recordOf(annotation['attributes']));
    const type = textOf(annotation['type']);
    if (type === 'label') {
      item.classifications.push({ name: label, answers: attributes });
      return;
    }
    if (type === 'caption') {
      item.classifications.push({
        name: 'caption',
        answers: { caption: textOf(annotation['caption']) ?? '' },
      });
      return;
    }
    const shape = readShape(annotation, type, item);
    if (typeof shape === 'string') return tell(`${shape} It is left out.`);
    if (label === '') tell('The annotation has no label; it is kept without a class.');
    const score = numberOf(attributes['score']);
    if (score !== undefined && score >= 0 && score <= 1) delete attributes['score'];
    const track = textOf(attributes['track_id']);
    if (track !== undefined) delete attributes['track_id'];
    if (attributes['is_crowd'] === 'true') attributes['iscrowd'] = 1;
    delete attributes['is_crowd'];
    for (const [from, to] of [
      ['group', 'group_id'],
      ['z_order', 'z_order'],
    ]) {
      const value = numberOf(annotation[from]);
      if (value !== undefined && value !== 0) attributes[to] = value;
    }
    places.push(at);
    item.objects.push({
      class: label,
      shape,
      attributes,
      ...(score !== undefined && score >= 0 && score <= 1 ? { confidence: score } : {}),
      ...(track === undefined ? {} : { trackId: track }),
    });
  });
  return item;
}

function readShape(annotation: Json, type: string | undefined, item: ExchangeItem): Shape | string {
  const numbers = arrayOf(annotation['bbox'] ?? annotation['points']).map((one) => numberOf(one) ?? NaN);
  const pairs = (): Point[] =>
    Array.from({ length: numbers.length >> 1 }, (_, i) => [numbers[i * 2], numbers[i * 2 + 1]]);
  switch (type) {
    case 'bbox': {
      const [x, y, width, height] = numbers;
      return numbers.length === 4 ? { type: 'box', x, y, width, height } : 'The bbox is not four numbers.';
    }
    case 'rotated_bbox': {
      const [cx, cy, width, height, angle] = numbers;
      return numbers.length === 5
        ? { type: 'rotatedBox', cx, cy, width, height, angle }
        : 'The rotated box is not five numbers.';
    }
    case 'ellipse': {
      const [x0, y0, x1, y1] = numbers;
      return {
        type: 'ellipse',
        cx: (x0 + x1) / 2,
        cy: (y0 + y1) / 2,
        rx: (x1 - x0) / 2,
        ry: (y1 - y0) / 2,
        angle: 0,
      };
    }
    case 'polygon':
      return { type: 'polygon', parts: [[pairs()]] };
    case 'polyline':
      return { type: 'polyline', points: pairs() };
    case 'points': {
      const visibility = arrayOf(annotation['visibility']).map(numberOf);
      return {
        type: 'keypoints',
        points: pairs().map(([x, y], at) => {
          const seen = visibility.at(at) ?? 2;
          return { x, y, visibility: seen >= 2 ? 2 : seen >= 1 ? 1 : 0 };
        }),
      };
    }
    case 'mask': {
      const rle = recordOf(annotation['rle']) ?? {};
      const [height = item.height ?? 0, width = item.width ?? 0] = arrayOf(rle['size']).map(
        (one) => numberOf(one) ?? 0,
      );
      const counts = rle['counts'];
      const mask =
        typeof counts === 'string'
          ? maskFromString(counts, height, width)
          : maskFromCounts(
              arrayOf(counts).map((one) => numberOf(one) ?? -1),
              height,
              width,
            );
      return mask ?? 'The run lengths of the mask do not fill its size.';
    }
    case 'cuboid_2d': {
      const vertices = arrayOf(annotation['vertices'])
        .flat()
        .map((one) => numberOf(one) ?? NaN);
      if (vertices.length !== 16) return 'The cuboid does not have eight corners.';
      const corners = Array.from({ length: 8 }, (_, i): Point => [vertices[i * 2], vertices[i * 2 + 1]]);
      const [a, b, c, d, e, f, g, h] = corners;
      return { type: 'cuboid2d', front: [a, b, c, d], back: [e, f, g, h] };
    }
    default:
      return `Annotations of the kind "${type?.slice(0, 40) ?? ''}" are not known.`;
  }
}
