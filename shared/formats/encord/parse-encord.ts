import type { Point } from '../../geometry/point.ts';
import type { Ring } from '../../geometry/polygon.ts';
import { decodeRleCounts } from '../../geometry/rle-codec.ts';
import type { AttributeValues } from '../../labels/attributes.ts';
import type { Shape } from '../../labels/shape.ts';
import type { ExchangeItem } from '../exchange-item.ts';
import type { ParseContext } from '../format.ts';
import { listJsonFiles } from '../list-json-files.ts';
import { maskFromCrop, maskPixels } from '../mask-shape.ts';
import { arrayOf, numberOf, pixelsOf, recordOf, textOf } from '../number-of.ts';
import { readJsonFile } from '../read-json-file.ts';

type Json = Record<string, unknown>;

export function looksLikeEncord(head: string): boolean {
  return (
    /"label_hash"\s*:/.test(head) ||
    (/"data_units"\s*:/.test(head) && /"(data_hash|data_title)"\s*:/.test(head))
  );
}

/** Encord: label rows with their data units; coordinates are fractions, answers stand apart and are joined by hash. */
export async function* parseEncord(context: ParseContext): AsyncGenerator<ExchangeItem> {
  for (const file of await listJsonFiles(context, looksLikeEncord, 'Encord')) {
    const value = await readJsonFile(context.source, file, context.problems);
    const rows = Array.isArray(value) ? (value as unknown[]) : [value];
    for (let at = 0; at < rows.length; at++) {
      const row = recordOf(rows[at]);
      if (row) yield* readRow(row, file, Array.isArray(value) ? `$[${at}]` : '$', context);
    }
  }
}

async function* readRow(
  row: Json,
  file: string,
  path: string,
  context: ParseContext,
): AsyncGenerator<ExchangeItem> {
  const answers = recordOf(row['object_answers']) ?? {};
  const classified = recordOf(row['classification_answers']) ?? {};
  for (const [id, raw] of Object.entries(recordOf(row['data_units']) ?? {})) {
    const unit = recordOf(raw) ?? {};
    const labels = recordOf(unit['labels']) ?? {};
    const title = textOf(unit['data_title']) ?? textOf(row['data_title']) ?? id;
    // A video's labels are listed by frame, an image's are not.
    const isVideo = labels['objects'] === undefined && Object.keys(labels).some((name) => /^\d+$/.test(name));
    const frames = isVideo ? Object.entries(labels) : [['', labels] as const];
    for (const [frame, content] of frames) {
      const key = frame === '' ? title : `${title}/frame_${frame.padStart(6, '0')}`;
      const item: ExchangeItem = { key, objects: [], classifications: [] };
      const [width, height] = [pixelsOf(unit['width']), pixelsOf(unit['height'])];
      const size =
        width === undefined || height === undefined ? await context.images.size(title) : { width, height };
      if (size) Object.assign(item, size);
      const where = `${path}.data_units.${id}.labels${frame === '' ? '' : `.${frame}`}`;
      item.origin = { file, where: (at) => (at < 0 ? where : `${where}.objects[${at}]`) };
      readLabels(recordOf(content) ?? {}, item, where, { answers, classified, isVideo }, file, context);
      yield item;
    }
  }
}

function readLabels(
  labels: Json,
  item: ExchangeItem,
  where: string,
  row: { answers: Json; classified: Json; isVideo: boolean },
  file: string,
  { problems }: ParseContext,
): void {
  arrayOf(labels['objects']).forEach((one, at) => {
    const object = recordOf(one) ?? {};
    const tell = (reason: string): void => problems.add(file, `${where}.objects[${at}]`, reason);
    if (item.width === undefined || item.height === undefined)
      return tell(
        'The size of the image is not known, so fractions cannot be placed; the object is left out.',
      );
    const shape = readShape(object, item.width, item.height);
    if (typeof shape === 'string') return tell(`${shape} It is left out.`);
    const hash = textOf(object['objectHash']) ?? '';
    const confidence = numberOf(object['confidence']);
    const isManual = object['manualAnnotation'] !== false;
    const by = textOf(object['createdBy']);
    item.objects.push({
      class: textOf(object['name']) ?? textOf(object['value']) ?? '',
      shape,
      attributes: readAnswers(arrayOf(recordOf(row.answers[hash])?.['classifications'])),
      ...(hash === '' ? {} : row.isVideo ? { trackId: hash } : { id: hash }),
      ...(confidence === undefined || (isManual && confidence === 1) ? {} : { confidence }),
      source: isManual ? 'manual' : 'model',
      ...(by === undefined ? {} : { createdBy: by }),
    });
  });
  for (const one of arrayOf(labels['classifications'])) {
    const classification = recordOf(one) ?? {};
    const hash = textOf(classification['classificationHash']) ?? '';
    item.classifications.push({
      name: textOf(classification['name']) ?? 'classification',
      answers: readAnswers(arrayOf(recordOf(row.classified[hash])?.['classifications'])),
    });
  }
}

function readAnswers(list: unknown[]): AttributeValues {
  const answers: AttributeValues = {};
  for (const one of list) {
    const question = recordOf(one) ?? {};
    const name = textOf(question['name']) ?? '';
    const given = question['answers'];
    if (Array.isArray(given))
      answers[name] = given
        .map((answer) => textOf(recordOf(answer)?.['name']) ?? '')
        .filter((text) => text !== '');
    else if (typeof given === 'number' || typeof given === 'string') answers[name] = given;
  }
  return answers;
}

function readShape(object: Json, width: number, height: number): Shape | string {
  const number = (value: unknown): number => numberOf(value) ?? NaN;
  const point = (one: unknown): Point => [
    number(recordOf(one)?.['x']) * width,
    number(recordOf(one)?.['y']) * height,
  ];
  /** Objects with the keys "0", "1", … "10": sorted as numbers. */
  const points = (value: unknown): Point[] =>
    Array.isArray(value)
      ? value.map(point)
      : Object.entries(recordOf(value) ?? {})
          .sort(([a], [b]) => Number(a) - Number(b))
          .map(([, one]) => point(one));
  const box = recordOf(object['boundingBox']);
  if (box)
    return {
      type: 'box',
      x: number(box['x']) * width,
      y: number(box['y']) * height,
      width: number(box['w']) * width,
      height: number(box['h']) * height,
    };
  const turned = recordOf(object['rotatableBoundingBox']);
  if (turned) {
    const [w, h] = [number(turned['w']) * width, number(turned['h']) * height];
    return {
      type: 'rotatedBox',
      cx: number(turned['x']) * width + w / 2,
      cy: number(turned['y']) * height + h / 2,
      width: w,
      height: h,
      angle: number(turned['theta']),
    };
  }
  if (Array.isArray(object['polygons'])) {
    const parts = object['polygons'].map((part) =>
      arrayOf(part).map((flat): Ring => {
        const values = arrayOf(flat).map(number);
        return Array.from({ length: values.length >> 1 }, (_, i): Point => [
          values[i * 2] * width,
          values[i * 2 + 1] * height,
        ]);
      }),
    );
    return { type: 'polygon', parts };
  }
  if (object['polygon'] !== undefined) return { type: 'polygon', parts: [[points(object['polygon'])]] };
  if (object['polyline'] !== undefined) return { type: 'polyline', points: points(object['polyline']) };
  if (object['point'] !== undefined)
    return { type: 'keypoints', points: points(object['point']).map(([x, y]) => ({ x, y, visibility: 2 })) };
  const skeleton = recordOf(object['skeleton']);
  if (skeleton) {
    return {
      type: 'keypoints',
      points: Object.values(skeleton).map((one) => {
        const [x, y] = point(one);
        const node = recordOf(one) ?? {};
        return { x, y, visibility: node['invisible'] === true ? 0 : node['occluded'] === true ? 1 : 2 };
      }),
    };
  }
  const bitmask = recordOf(object['bitmask']);
  if (bitmask) {
    const counts = decodeRleCounts(textOf(bitmask['rleString']) ?? '');
    const [w, h] = [pixelsOf(bitmask['width']) ?? width, pixelsOf(bitmask['height']) ?? height];
    if (!counts || counts.reduce((a, b) => a + b, 0) !== w * h)
      return 'The run lengths of the mask do not fill its size.';
    const crop = maskPixels({ type: 'mask', size: [h, w], counts: textOf(bitmask['rleString']) ?? '' });
    return maskFromCrop(crop, w, number(bitmask['left'] ?? 0), number(bitmask['top'] ?? 0), height, width);
  }
  return `Shapes of the kind "${textOf(object['shape']) ?? ''}" are not known.`;
}
