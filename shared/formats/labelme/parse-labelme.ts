import type { Point } from '../../geometry/point.ts';
import type { Shape } from '../../labels/shape.ts';
import { LapidaryError } from '../../errors.ts';
import { attributeValue, attributeValues } from '../attribute-value.ts';
import { fromBase64 } from '../base64.ts';
import type { ExchangeItem } from '../exchange-item.ts';
import type { ParseContext } from '../format.ts';
import { imageHeader } from '../image-header.ts';
import { isImagePath } from '../image-index.ts';
import { listJsonFiles } from '../list-json-files.ts';
import { maskFromCrop } from '../mask-shape.ts';
import { arrayOf, numberOf, pixelsOf, recordOf, textOf } from '../number-of.ts';
import { decodePng } from '../png-codec.ts';
import { quadShape } from '../quad-shape.ts';
import { readJsonFile } from '../read-json-file.ts';

/** Whether the beginning of a JSON file looks like LabelMe's. */
export function looksLikeLabelMe(head: string): boolean {
  return (
    /^\s*\{/.test(head) &&
    /"(shapes|imagePath|imageData)"\s*:/.test(head) &&
    /"(shape_type|points|imagePath|flags)"\s*:/.test(head)
  );
}

/** LabelMe: one JSON an image, shapes in pixels; also the dialect of X-AnyLabeling. */
export async function* parseLabelMe(context: ParseContext): AsyncGenerator<ExchangeItem> {
  for (const file of await listJsonFiles(context, looksLikeLabelMe, 'LabelMe')) {
    try {
      const record = recordOf(await readJsonFile(context.source, file, context.problems));
      if (record) yield await readImage(record, file, context);
    } catch (error) {
      if (!(error instanceof LapidaryError)) throw error;
      context.problems.add(file, '', error.message);
    }
  }
}

async function readImage(
  record: Record<string, unknown>,
  file: string,
  { images, problems }: ParseContext,
): Promise<ExchangeItem> {
  const name = (textOf(record['imagePath']) ?? '').replaceAll('\\', '/');
  const base = name.slice(name.lastIndexOf('/') + 1);
  const stem = file.replace(/\.json$/i, '');
  const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/') + 1) : '';
  // The path is relative to the JSON file, often through another folder, or somebody's own disk.
  const key =
    (base === '' ? undefined : await images.resolve(joined(folder, name) ?? folder + base)) ??
    (base === '' ? ((await images.resolve(stem)) ?? `${stem}.jpg`) : folder + base);
  const item: ExchangeItem = { key, objects: [], classifications: [] };
  const size = await sizeOf(record, key, images);
  if (size) Object.assign(item, size);
  const flags = attributeValue(recordOf(record['flags']) ?? {});
  if (Array.isArray(flags) && flags.length > 0)
    item.classifications.push({ name: 'flags', answers: { flags } });
  const places: number[] = [];
  item.origin = { file, where: (at) => (at < 0 ? '' : `$.shapes[${places[at]}]`) };
  arrayOf(record['shapes']).forEach((one, at) => {
    const raw = recordOf(one) ?? {};
    const shape = readShape(raw, item);
    if (typeof shape === 'string') {
      problems.add(file, `$.shapes[${at}]`, `${shape} It is left out.`);
      return;
    }
    const attributes = attributeValues(recordOf(raw['attributes']));
    const group = numberOf(raw['group_id']);
    if (group !== undefined) attributes['group_id'] = group;
    const on = attributeValue(recordOf(raw['flags']) ?? {});
    if (Array.isArray(on) && on.length > 0) attributes['flags'] = on;
    const description = textOf(raw['description']);
    if (description !== undefined && description !== '') attributes['description'] = description;
    if (raw['difficult'] === true) attributes['difficult'] = 1;
    const score = numberOf(raw['score']);
    places.push(at);
    item.objects.push({
      class: textOf(raw['label']) ?? '',
      shape,
      attributes,
      ...(score === undefined ? {} : { confidence: score }),
    });
  });
  return item;
}

/** `labels/` and `../images/a.jpg` give `images/a.jpg`; undefined for a path that leads outside. */
function joined(folder: string, name: string): string | undefined {
  const parts: string[] = [];
  for (const part of `${folder}${name}`.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return undefined;
    } else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

async function sizeOf(record: Record<string, unknown>, key: string, images: ParseContext['images']) {
  const [width, height] = [pixelsOf(record['imageWidth']), pixelsOf(record['imageHeight'])];
  if (width !== undefined && height !== undefined) return { width, height };
  const data = textOf(record['imageData']);
  if (data !== undefined && data !== '') {
    try {
      const found = imageHeader(fromBase64(data));
      if (found && found !== 'more') return found;
    } catch {
      // Not base64: the image file may still tell.
    }
  }
  return isImagePath(key) ? images.size(key) : undefined;
}

function readShape(raw: Record<string, unknown>, item: ExchangeItem): Shape | string {
  const points = arrayOf(raw['points']).map((one): Point => {
    const pair = recordOf(one);
    const [x, y] = pair ? [pair['x'], pair['y']] : arrayOf(one);
    return [numberOf(x) ?? NaN, numberOf(y) ?? NaN];
  });
  const [a, b, c, d] = points;
  const type =
    textOf(raw['shape_type']) ?? (points.length === 1 ? 'point' : points.length === 2 ? 'line' : 'polygon');
  switch (type) {
    case 'polygon':
      return { type: 'polygon', parts: [[points]] };
    case 'rectangle': {
      // Two opposite corners in any order; newer dialects write all four.
      if (points.length < 2) return 'The rectangle has fewer than two corners.';
      const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
      const [x, y] = [Math.min(...xs), Math.min(...ys)];
      return { type: 'box', x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
    }
    case 'rotation':
    case 'oriented_rectangle':
    case 'quadrilateral':
      return points.length === 4
        ? quadShape([a, b, c, d])
        : 'The rotated rectangle does not have four corners.';
    case 'circle': {
      if (points.length < 2) return 'The circle has no point on its rim.';
      const radius = Math.hypot(b[0] - a[0], b[1] - a[1]);
      return { type: 'ellipse', cx: a[0], cy: a[1], rx: radius, ry: radius, angle: 0 };
    }
    case 'line':
    case 'linestrip':
      return { type: 'polyline', points };
    case 'point':
    case 'points':
      return { type: 'keypoints', points: points.map(([x, y]) => ({ x, y, visibility: 2 })) };
    case 'cuboid':
      if (points.length !== 8) return 'The cuboid does not have eight corners.';
      return { type: 'cuboid2d', front: [a, b, c, d], back: [points[4], points[5], points[6], points[7]] };
    case 'mask': {
      const text = textOf(raw['mask']);
      if (text === undefined || item.width === undefined || item.height === undefined)
        return 'The mask has no pixels, or the image no known size.';
      try {
        const png = decodePng(fromBase64(text));
        const crop = png.channels === 1 ? png.data : png.data.filter((_, i) => i % png.channels === 0);
        return maskFromCrop(
          crop,
          png.width,
          Math.floor(a?.[0] ?? 0),
          Math.floor(a?.[1] ?? 0),
          item.height,
          item.width,
        );
      } catch (error) {
        return error instanceof LapidaryError ? error.message : 'The mask is not base64.';
      }
    }
    default:
      return `Shapes of the kind "${type.slice(0, 40)}" are not known.`;
  }
}
