import { isSwitchedOn, plainAttributes } from '../attribute-value.ts';
import { ByteWriter } from '../byte-writer.ts';
import { classNames } from '../class-names.ts';
import type { ExchangeItem, ExchangeObject } from '../exchange-item.ts';
import type { DatasetStream, SerializeContext } from '../format.ts';
import { rounded } from '../number-of.ts';
import type { OutputFile } from '../output-file.ts';
import { itemsOfSplit, safeName, splitsOf } from '../split-of-dataset.ts';

const OWN = new Set(['iscrowd', 'group_id', 'z_order']);

/** `annotations/<subset>.json` and `images/<subset>/<key>`; items without a split are Datumaro's `default`. */
export async function* serializeDatumaro(
  dataset: DatasetStream,
  context: SerializeContext,
): AsyncGenerator<OutputFile> {
  for (const split of splitsOf(dataset)) {
    yield {
      path: `annotations/${safeName(split ?? 'default')}.json`,
      content: subset(dataset, split),
    };
  }
  if (!context.withImages) return;
  for await (const item of dataset.items())
    yield { path: `images/${safeName(item.split ?? 'default')}/${item.key}`, imageOf: item.key };
}

async function* subset(dataset: DatasetStream, split: string | undefined): AsyncGenerator<Uint8Array> {
  const names = classNames(dataset.ontology);
  for (const one of dataset.ontology.classifications)
    if (one.name !== 'caption' && !names.includes(one.name)) names.push(one.name);
  const ids = new Map(names.map((name, id) => [name, id]));
  const skeletons = dataset.ontology.classes.filter((one) => one.skeleton);
  const categories = {
    label: { labels: names.map((name) => ({ name, parent: '', attributes: [] })), attributes: ['occluded'] },
    ...(skeletons.length === 0
      ? {}
      : {
          points: {
            items: skeletons.map((one) => ({
              label_id: ids.get(one.name),
              labels: one.skeleton?.points.map((point) => point.name),
              joints: one.skeleton?.edges.map(([a, b]) => [a + 1, b + 1]),
            })),
          },
        }),
  };
  const writer = new ByteWriter();
  writer.text(
    `{"dm_format_version":"1.0","media_type":2,"infos":{},"categories":${JSON.stringify(categories)},"items":[`,
  );
  let isFirst = true;
  for await (const item of itemsOfSplit(dataset, split)) {
    writer.ascii(isFirst ? '\n' : ',\n');
    isFirst = false;
    writer.text(JSON.stringify(itemRecord(item, ids)));
    if (writer.isFull) yield writer.take();
  }
  writer.ascii('\n]}\n');
  yield writer.take();
}

function itemRecord(item: ExchangeItem, ids: ReadonlyMap<string, number>): unknown {
  const annotations: unknown[] = [];
  for (const object of item.objects) {
    for (const shape of shapesOf(object)) {
      annotations.push({
        id: annotations.length,
        ...common(object),
        ...(ids.has(object.class) ? { label_id: ids.get(object.class) } : {}),
        ...shape,
      });
    }
  }
  for (const one of item.classifications) {
    if (one.answers['present'] === 'no') continue;
    const base = { id: annotations.length, group: 0, attributes: {} };
    if (one.name === 'caption')
      annotations.push({ ...base, type: 'caption', caption: one.answers['caption'] ?? '' });
    else
      annotations.push({
        ...base,
        type: 'label',
        label_id: ids.get(one.name),
        attributes: plainAttributes(one.answers),
      });
  }
  const size = item.height === undefined ? {} : { size: [item.height, item.width] };
  const image = { path: item.key, ...size };
  return {
    id: item.key.replace(/\.[^./]+$/, ''),
    annotations,
    attr: item.metadata ?? {},
    image,
    media: image,
  };
}

function common(object: ExchangeObject): Record<string, unknown> {
  const own = object.attributes ?? {};
  const rest = Object.fromEntries(Object.entries(own).filter(([name]) => !OWN.has(name)));
  return {
    attributes: {
      ...plainAttributes(rest),
      ...(isSwitchedOn(own['iscrowd']) ? { is_crowd: true } : {}),
      ...(object.confidence === undefined ? {} : { score: object.confidence }),
      ...(object.trackId === undefined ? {} : { track_id: object.trackId }),
    },
    group: typeof own['group_id'] === 'number' ? own['group_id'] : 0,
    z_order: typeof own['z_order'] === 'number' ? own['z_order'] : 0,
  };
}

function shapesOf({ shape }: ExchangeObject): Record<string, unknown>[] {
  const flat = (points: readonly (readonly number[])[]): number[] =>
    points.flatMap(([x, y]) => [rounded(x), rounded(y)]);
  switch (shape.type) {
    case 'box':
      return [{ type: 'bbox', bbox: [shape.x, shape.y, shape.width, shape.height].map(rounded) }];
    case 'rotatedBox':
      return [
        {
          type: 'rotated_bbox',
          bbox: [shape.cx, shape.cy, shape.width, shape.height, shape.angle].map(
            (one) => Math.round(one * 1e6) / 1e6,
          ),
        },
      ];
    case 'ellipse':
      return [
        {
          type: 'ellipse',
          points: [shape.cx - shape.rx, shape.cy - shape.ry, shape.cx + shape.rx, shape.cy + shape.ry].map(
            rounded,
          ),
        },
      ];
    case 'polygon': {
      return shape.parts.map((part) => ({ type: 'polygon', points: flat(part[0]) }));
    }
    case 'polyline':
      return [{ type: 'polyline', points: flat(shape.points) }];
    case 'keypoints':
      return [
        {
          type: 'points',
          points: flat(shape.points.map((p) => [p.x, p.y])),
          visibility: shape.points.map((p) => p.visibility),
        },
      ];
    case 'mask':
      return [{ type: 'mask', rle: { counts: shape.counts, size: shape.size } }];
    case 'cuboid2d':
      return [{ type: 'cuboid_2d', vertices: [...shape.front, ...shape.back] }];
  }
}
