import { rleBox } from '../../geometry/rle-operations.ts';
import { toBase64 } from '../base64.ts';
import type { ExchangeItem, ExchangeObject } from '../exchange-item.ts';
import type { DatasetStream, SerializeContext } from '../format.ts';
import { freeName } from '../free-name.ts';
import { countsOf, maskPixels } from '../mask-shape.ts';
import { rounded } from '../number-of.ts';
import type { OutputFile } from '../output-file.ts';
import { encodePng } from '../png-codec.ts';
import { shapeOutline } from '../shape-outline.ts';

const encoder = new TextEncoder();

/** `<key without its ending>.json` beside its image. */
export async function* serializeLabelMe(
  dataset: DatasetStream,
  context: SerializeContext,
): AsyncGenerator<OutputFile> {
  const taken = new Set<string>();
  for await (const item of dataset.items()) {
    const stem = item.key.replace(/\.[^./]+$/, '');
    const place = freeName(stem, taken);
    yield {
      path: `${place}.json`,
      content: encoder.encode(`${JSON.stringify(record(item, context), null, 1)}\n`),
    };
    if (context.withImages) yield { path: item.key, imageOf: item.key };
  }
}

function record(item: ExchangeItem, context: SerializeContext): unknown {
  const flags = item.classifications.find((one) => one.name === 'flags')?.answers['flags'];
  return {
    version: '5.5.0',
    flags: Array.isArray(flags) ? Object.fromEntries(flags.map((name) => [name, true])) : {},
    shapes: item.objects.flatMap((object) =>
      shapesOf(object, context).map((shape) => ({ label: object.class, ...rest(object), ...shape })),
    ),
    imagePath: item.key.slice(item.key.lastIndexOf('/') + 1),
    imageData: null,
    imageHeight: item.height ?? null,
    imageWidth: item.width ?? null,
  };
}

function rest({ attributes = {} }: ExchangeObject): Record<string, unknown> {
  const group = attributes['group_id'];
  const flags = attributes['flags'];
  return {
    group_id: typeof group === 'number' ? group : null,
    description: typeof attributes['description'] === 'string' ? attributes['description'] : '',
    flags: Array.isArray(flags) ? Object.fromEntries(flags.map((name) => [name, true])) : {},
  };
}

function shapesOf({ shape }: ExchangeObject, context: SerializeContext): Record<string, unknown>[] {
  const points = (list: readonly (readonly number[])[]): number[][] =>
    list.map(([x, y]) => [rounded(x), rounded(y)]);
  const one = (shape_type: string, list: readonly (readonly number[])[], mask: string | null = null) => [
    { shape_type, points: points(list), mask },
  ];
  switch (shape.type) {
    case 'box':
      return one('rectangle', [
        [shape.x, shape.y],
        [shape.x + shape.width, shape.y + shape.height],
      ]);
    case 'ellipse':
      if (shape.rx === shape.ry) {
        return one('circle', [
          [shape.cx, shape.cy],
          [shape.cx + shape.rx, shape.cy],
        ]);
      }
      return one('polygon', shapeOutline(shape)[0][0]);
    case 'polygon': {
      return shape.parts.flatMap((part) => one('polygon', part[0]));
    }
    case 'rotatedBox':
      return one('polygon', shapeOutline(shape)[0][0]);
    case 'polyline':
      return one(shape.points.length === 2 ? 'line' : 'linestrip', shape.points);
    case 'keypoints':
      return shape.points
        .filter((point) => point.visibility > 0)
        .flatMap((point) => one('point', [[point.x, point.y]]));
    case 'cuboid2d':
      return one('polygon', shape.front);
    case 'mask': {
      const box = rleBox(countsOf(shape), shape.size[0]);
      const pixels = maskPixels(shape);
      const crop = new Uint8Array(box.width * box.height);
      for (let y = 0; y < box.height; y++) {
        for (let x = 0; x < box.width; x++)
          crop[y * box.width + x] = pixels[(y + box.y) * shape.size[1] + x + box.x] * 255;
      }
      if (crop.length === 0) {
        context.drop('mask', 'it has no pixels; left out');
        return [];
      }
      return one(
        'mask',
        [
          [box.x, box.y],
          [box.x + box.width - 1, box.y + box.height - 1],
        ],
        toBase64(encodePng(crop, box.width, box.height, 1)),
      );
    }
  }
}
