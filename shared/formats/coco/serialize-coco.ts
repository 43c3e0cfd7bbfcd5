import { ByteWriter } from '../byte-writer.ts';
import { classNames } from '../class-names.ts';
import type { ExchangeItem, ExchangeObject } from '../exchange-item.ts';
import type { DatasetStream, SerializeContext } from '../format.ts';
import type { OutputFile } from '../output-file.ts';
import { itemsOfSplit, safeName, splitsOf } from '../split-of-dataset.ts';
import { categoryRecord } from './category-record.ts';
import { panopticFiles } from './serialize-panoptic.ts';
import { writeCocoAnnotation } from './write-coco-annotation.ts';

type Kind = 'instances' | 'labels' | 'captions' | 'results' | 'panoptic';

/**
 * Writes `annotations/<kind>_<split>.json`: instances always; labels and captions beside them when the dataset has
 * tags or captions. `kind` asks for one of them, for `results` or for `panoptic`. Images come to `images/<key>`.
 */
export async function* serializeCoco(
  dataset: DatasetStream,
  context: SerializeContext,
): AsyncGenerator<OutputFile> {
  const asked = context.settings['kind'] as Kind | undefined;
  const tags = dataset.ontology.classifications.map((one) => one.name);
  const kinds: Kind[] = asked
    ? [asked]
    : [
        'instances',
        ...(tags.some((name) => name !== 'caption') ? (['labels'] as const) : []),
        ...(tags.includes('caption') ? (['captions'] as const) : []),
      ];
  for (const split of splitsOf(dataset)) {
    for (const kind of kinds) {
      const name = `${kind}_${safeName(split ?? 'default')}`;
      if (kind === 'panoptic') {
        yield* panopticFiles(dataset, split, name, context);
        continue;
      }
      yield { path: `annotations/${name}.json`, content: cocoBytes(dataset, split, kind, context) };
    }
  }
  if (!context.withImages) return;
  for await (const item of dataset.items()) yield { path: `images/${item.key}`, imageOf: item.key };
}

/** The bytes of one COCO file, in one pass over its items. */
export async function* cocoBytes(
  dataset: DatasetStream,
  split: string | undefined,
  kind: Exclude<Kind, 'panoptic'>,
  { settings }: Pick<SerializeContext, 'settings'>,
): AsyncGenerator<Uint8Array> {
  const writer = new ByteWriter();
  const images = new ByteWriter();
  const imageChunks: Uint8Array[] = [];
  const categories = new Map<string, number>();
  const add = (name: string): number => {
    let id = categories.get(name);
    if (id === undefined) categories.set(name, (id = categories.size + 1));
    return id;
  };
  // Files of one split are read together, so a number means the same category in all of them.
  for (const name of kind === 'captions' ? [] : classNames(dataset.ontology)) add(name);
  const classCount = kind === 'labels' ? categories.size : 0;
  if (kind === 'labels') {
    for (const one of dataset.ontology.classifications) if (one.name !== 'caption') add(one.name);
  }

  writer.ascii(kind === 'results' ? '[' : '{"annotations":[');
  const tags = new Set(dataset.ontology.classifications.map((one) => one.name));
  let imageId = 0;
  let annotationId = 0;
  const writeTags = (item: ExchangeItem): void => {
    for (const one of item.classifications) {
      const isCaption = one.name === 'caption';
      if (isCaption !== (kind === 'captions') || one.answers['present'] === 'no') continue;
      writer.ascii(annotationId === 0 ? '\n{"id":' : ',\n{"id":');
      writer.number(++annotationId);
      writer.ascii(',"image_id":');
      writer.number(imageId);
      if (isCaption) {
        writer.ascii(',"caption":');
        writer.string(String(one.answers['caption'] ?? Object.values(one.answers)[0] ?? ''));
      } else {
        writer.ascii(',"category_id":');
        writer.number(add(one.name));
      }
      writer.ascii('}');
    }
  };
  const writeObject = (item: ExchangeItem, object: ExchangeObject): void => {
    const { width, height } = item;
    const size =
      width === undefined || height === undefined || settings['holes'] === 'fill'
        ? undefined
        : { width, height };
    writer.ascii(annotationId === 0 ? '\n' : ',\n');
    const isResult = kind === 'results';
    writeCocoAnnotation(writer, object, ++annotationId, imageId, add(object.class), { isResult, size });
  };
  for await (const item of itemsOfSplit(dataset, split)) {
    writeImage(images, item, ++imageId);
    if (images.isFull) imageChunks.push(images.take());
    if (kind === 'labels' || kind === 'captions') writeTags(item);
    else {
      for (const object of item.objects) {
        writeObject(item, object);
        if (writer.isFull) yield writer.take();
      }
    }
    if (writer.isFull) yield writer.take();
  }
  if (kind === 'results') {
    writer.ascii('\n]\n');
    yield writer.take();
    return;
  }
  writer.ascii('\n],\n"images":[');
  yield writer.take();
  yield* imageChunks;
  yield images.take();
  writer.ascii('\n],\n"categories":[');
  let isFirst = true;
  for (const [name, id] of categories) {
    if (id <= classCount && !tags.has(name)) continue;
    writer.ascii(isFirst ? '\n' : ',\n');
    isFirst = false;
    writer.text(JSON.stringify(categoryRecord(dataset, name, id)));
  }
  writer.ascii('\n],\n"licenses":[],\n"info":{"description":"Exported by Lapidary","version":"1.0"}}\n');
  yield writer.take();
}

function writeImage(writer: ByteWriter, item: ExchangeItem, id: number): void {
  writer.ascii(id === 1 ? '\n{"id":' : ',\n{"id":');
  writer.number(id);
  writer.ascii(',"file_name":');
  writer.string(item.key);
  if (item.width !== undefined && item.height !== undefined) {
    writer.ascii(',"width":');
    writer.number(item.width);
    writer.ascii(',"height":');
    writer.number(item.height);
  }
  writer.ascii('}');
}
