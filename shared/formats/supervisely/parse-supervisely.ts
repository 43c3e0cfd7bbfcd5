import { LapidaryError } from '../../errors.ts';
import type { Point } from '../../geometry/point.ts';
import type { Shape, ShapeType } from '../../labels/shape.ts';
import type { AttributeValues } from '../../labels/attributes.ts';
import { attributeValue } from '../attribute-value.ts';
import { fromBase64 } from '../base64.ts';
import type { ExchangeItem } from '../exchange-item.ts';
import type { ParseContext } from '../format.ts';
import { inflateBounded } from '../inflate-bounded.ts';
import { makeProbe } from '../make-probe.ts';
import { maskFromCrop } from '../mask-shape.ts';
import { arrayOf, numberOf, pixelsOf, recordOf, textOf } from '../number-of.ts';
import { decodePng } from '../png-codec.ts';
import { readJsonFile } from '../read-json-file.ts';

type Json = Record<string, unknown>;
const MAX_BITMAP_BYTES = 128 * 1024 * 1024;
const SHAPES: Record<string, ShapeType> = {
  rectangle: 'box',
  polygon: 'polygon',
  line: 'polyline',
  bitmap: 'mask',
  point: 'keypoints',
  graph: 'keypoints',
};

export function looksLikeSupervisely(head: string): boolean {
  return (
    /"objects"\s*:/.test(head) &&
    /"size"\s*:\s*\{/.test(head) &&
    (/"(geometryType|classTitle)"\s*:/.test(head) || /"tags"\s*:/.test(head))
  );
}

/** One JSON an image, named after it; classes are joined by their titles, because ids differ between the files. */
export async function* parseSupervisely(context: ParseContext): AsyncGenerator<ExchangeItem> {
  const { source, problems, ontology } = context;
  const probe = await makeProbe(source);
  // The nodes of each graph class, in the order of its definition: objects list them in any order.
  const order = new Map<string, string[]>();
  const listed = await source.list();
  const isMeta = ({ path }: { path: string }): boolean => /(^|\/)meta\.json$/i.test(path);
  const isSingle = probe.main !== undefined && !/(^|\/)meta\.json$/i.test(probe.main);
  const single = { path: probe.main ?? '' };
  for (const { path } of isSingle
    ? [...listed.filter(isMeta), single]
    : [...listed].sort((a, b) => Number(isMeta(b)) - Number(isMeta(a)))) {
    if (!/\.json$/i.test(path)) continue;
    const head = await probe.head(path);
    try {
      if (/(^|\/)meta\.json$/i.test(path)) {
        for (const one of arrayOf(recordOf(await readJsonFile(source, path, problems))?.['classes'])) {
          const record = recordOf(one) ?? {};
          const color = textOf(record['color']) ?? '';
          const shape = SHAPES[textOf(record['shape']) ?? ''];
          const graph = recordOf(record['geometry_config']);
          const nodes = Object.entries(recordOf(graph?.['nodes']) ?? {});
          const title = textOf(record['title']) ?? '';
          if (nodes.length > 0)
            order.set(
              title,
              nodes.map(([id]) => id),
            );
          const edges = arrayOf(graph?.['edges']).map((edge): [number, number] => {
            const [a, b] = ['src', 'dst'].map((end) => textOf(recordOf(edge)?.[end]));
            return [nodes.findIndex(([id]) => id === a), nodes.findIndex(([id]) => id === b)];
          });
          const points = nodes.map(([id, node]) => ({ name: textOf(recordOf(node)?.['label']) ?? id }));
          const skeleton = { points, edges: edges.filter(([a, b]) => a >= 0 && b >= 0) };
          ontology.declareClass(title, {
            ...(points.length > 0 ? { skeleton } : {}),
            ...(/^#[0-9a-f]{6}$/i.test(color) ? { color } : {}),
            ...(shape ? { shape } : {}),
          });
        }
      } else if (looksLikeSupervisely(head)) {
        const record = recordOf(await readJsonFile(source, path, problems));
        if (record) yield await readAnnotation(record, path, order, context);
      }
    } catch (error) {
      if (!(error instanceof LapidaryError)) throw error;
      problems.add(path, '', error.message);
    }
  }
}

async function readAnnotation(
  record: Json,
  file: string,
  order: ReadonlyMap<string, string[]>,
  { images, problems }: ParseContext,
): Promise<ExchangeItem> {
  const name = file.replace(/\.json$/i, '').replace(/(^|\/)ann\//, '$1img/');
  const size = recordOf(record['size']) ?? {};
  const key = (await images.resolve(name)) ?? name.replace(/(^|\/)img\//, '$1');
  const item: ExchangeItem = { key, objects: [], classifications: [] };
  const [width, height] = [pixelsOf(size['width']), pixelsOf(size['height'])];
  const found = width === undefined || height === undefined ? await images.size(key) : { width, height };
  if (found) Object.assign(item, found);
  for (const [tag, value] of Object.entries(readTags(record['tags']))) {
    item.classifications.push({ name: tag, answers: value === 'true' ? {} : { value } });
  }
  const places: number[] = [];
  item.origin = { file, where: (at) => (at < 0 ? '' : `$.objects[${places[at]}]`) };
  arrayOf(record['objects']).forEach((one, at) => {
    const object = recordOf(one) ?? {};
    const shape = readShape(object, item, order.get(textOf(object['classTitle']) ?? ''));
    if (typeof shape === 'string') {
      problems.add(file, `$.objects[${at}]`, `${shape} It is left out.`);
      return;
    }
    places.push(at);
    const id = textOf(object['id']);
    const by = textOf(object['labelerLogin']);
    item.objects.push({
      class: textOf(object['classTitle']) ?? '',
      shape,
      attributes: readTags(object['tags']),
      ...(id === undefined ? {} : { id }),
      ...(by === undefined ? {} : { createdBy: by }),
    });
  });
  return item;
}

/** A tag without a value is a switch that is on. */
function readTags(tags: unknown): AttributeValues {
  const values: AttributeValues = {};
  for (const one of arrayOf(tags)) {
    const tag = recordOf(one);
    const name = textOf(tag?.['name']) ?? textOf(one);
    if (name !== undefined) values[name] = attributeValue(tag?.['value']) ?? 'true';
  }
  return values;
}

function readShape(object: Json, item: ExchangeItem, order: readonly string[] | undefined): Shape | string {
  const points = recordOf(object['points']) ?? {};
  const line = (value: unknown): Point[] =>
    arrayOf(value).map((one): Point => [numberOf(arrayOf(one)[0]) ?? NaN, numberOf(arrayOf(one)[1]) ?? NaN]);
  const exterior = line(points['exterior']);
  const type = textOf(object['geometryType']) ?? (object['bitmap'] ? 'bitmap' : 'polygon');
  switch (type) {
    case 'rectangle': {
      const [xs, ys] = [exterior.map(([x]) => x), exterior.map(([, y]) => y)];
      if (exterior.length < 2) return 'The rectangle has fewer than two corners.';
      const [x, y] = [Math.min(...xs), Math.min(...ys)];
      return { type: 'box', x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
    }
    case 'polygon':
      return { type: 'polygon', parts: [[exterior, ...arrayOf(points['interior']).map(line)]] };
    case 'oriented_bbox': {
      // Two corners of the box before it is turned about its centre, by an angle in radians.
      const [xs, ys] = [exterior.map(([x]) => x), exterior.map(([, y]) => y)];
      if (exterior.length < 2) return 'The rotated box has fewer than two corners.';
      const [x, y] = [Math.min(...xs), Math.min(...ys)];
      const [width, height] = [Math.max(...xs) - x, Math.max(...ys) - y];
      const angle = ((numberOf(object['angle'] ?? points['angle']) ?? 0) * 180) / Math.PI;
      return { type: 'rotatedBox', cx: x + width / 2, cy: y + height / 2, width, height, angle };
    }
    case 'line':
    case 'polyline':
      return { type: 'polyline', points: exterior };
    case 'point':
      return { type: 'keypoints', points: exterior.map(([x, y]) => ({ x, y, visibility: 2 })) };
    case 'graph': {
      const nodes = recordOf(object['nodes']) ?? {};
      return {
        type: 'keypoints',
        points: (order ?? Object.keys(nodes)).map((id) => {
          const node = recordOf(nodes[id]);
          if (!node) return { x: 0, y: 0, visibility: 0 };
          const [x, y] = arrayOf(node['loc']).map((one) => numberOf(one) ?? NaN);
          return { x, y, visibility: node['disabled'] === true ? 1 : 2 };
        }),
      };
    }
    case 'bitmap': {
      const bitmap = recordOf(object['bitmap']) ?? {};
      if (item.width === undefined || item.height === undefined)
        return 'The size of the image is not known, so its mask cannot be placed.';
      try {
        const png = decodePng(inflateBounded(fromBase64(textOf(bitmap['data']) ?? ''), MAX_BITMAP_BYTES));
        const [left, top] = arrayOf(bitmap['origin']).map((one) => numberOf(one) ?? 0);
        const crop = new Uint8Array(png.width * png.height);
        for (let i = 0; i < crop.length; i++) {
          const value = png.data[i * png.channels];
          // Foreground is what is not transparent; an image without transparency, what is not black.
          const alpha =
            png.channels === 4
              ? png.data[i * 4 + 3]
              : png.channels === 2
                ? png.data[i * 2 + 1]
                : png.palette
                  ? (png.paletteAlpha?.[value] ?? 255)
                  : value;
          crop[i] = alpha > 0 ? 1 : 0;
        }
        return maskFromCrop(crop, png.width, left, top, item.height, item.width);
      } catch (error) {
        return error instanceof LapidaryError ? error.message : 'The mask is not base64.';
      }
    }
    default:
      return `Shapes of the kind "${type.slice(0, 40)}" are not known.`;
  }
}
