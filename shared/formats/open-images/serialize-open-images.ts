import { isSwitchedOn, numberOfAttribute } from '../attribute-value.ts';
import { classNames } from '../class-names.ts';
import { csvCell } from '../csv-cell.ts';
import type { DatasetStream, SerializeContext } from '../format.ts';
import { roundedFraction } from '../number-of.ts';
import type { OutputFile } from '../output-file.ts';
import { shapeBounds } from '../shape-bounds.ts';
import { itemsOfSplit, safeName, splitsOf } from '../split-of-dataset.ts';

const encoder = new TextEncoder();
const FLAGS = ['IsOccluded', 'IsTruncated', 'IsGroupOf', 'IsDepiction', 'IsInside'];

/** The CSV files of Open Images under `annotations/`, with `images.meta` for the sizes; images under `images/<split>`. */
export async function* serializeOpenImages(
  dataset: DatasetStream,
  context: SerializeContext,
): AsyncGenerator<OutputFile> {
  const names = new Set([
    ...classNames(dataset.ontology),
    ...dataset.ontology.classifications.map((one) => one.name),
  ]);
  const ids = new Map([...names].map((name, at) => [name, `/m/${at}`]));
  const described = [...ids].map(([name, id]) => `${id},${csvCell(name)}\n`).join('');
  yield {
    path: 'annotations/oidv6-class-descriptions.csv',
    content: encoder.encode(`LabelName,DisplayName\n${described}`),
  };
  const taken = new Map<string, string>();
  for (const split of splitsOf(dataset)) {
    const name = safeName(split ?? 'train');
    yield {
      path: `annotations/${name}-annotations-bbox.csv`,
      content: boxes(dataset, split, ids, taken, context),
    };
    yield {
      path: `annotations/${name}-annotations-human-imagelabels.csv`,
      content: labels(dataset, split, ids),
    };
  }
  yield { path: 'annotations/image_ids_and_rotation.csv', content: list(dataset) };
  yield { path: 'annotations/images.meta', content: sizes(dataset) };
  if (!context.withImages) return;
  for await (const item of dataset.items()) {
    yield {
      path: `images/${safeName(item.split ?? 'train')}/${item.key.slice(item.key.lastIndexOf('/') + 1)}`,
      imageOf: item.key,
    };
  }
}

/** Images are known by their name without folder and ending. */
function idOf(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '');
}

async function* boxes(
  dataset: DatasetStream,
  split: string | undefined,
  ids: ReadonlyMap<string, string>,
  taken: Map<string, string>,
  { drop }: SerializeContext,
): AsyncGenerator<Uint8Array> {
  yield encoder.encode(`ImageID,Source,LabelName,Confidence,XMin,XMax,YMin,YMax,${FLAGS.join(',')}\n`);
  for await (const item of itemsOfSplit(dataset, split)) {
    const id = idOf(item.key);
    if (taken.has(id) && taken.get(id) !== item.key)
      drop(
        'image name',
        'two images have the same name in different folders; Open Images knows only the name',
      );
    taken.set(id, item.key);
    const { width, height } = item;
    if (width === undefined || height === undefined) continue;
    let text = '';
    for (const object of item.objects) {
      const box = shapeBounds(object.shape);
      const fractions = [
        box.x / width,
        (box.x + box.width) / width,
        box.y / height,
        (box.y + box.height) / height,
      ];
      const flags = FLAGS.map((flag) => {
        const value =
          object.attributes?.[flag] ??
          (flag === 'IsGroupOf' && isSwitchedOn(object.attributes?.['iscrowd']) ? 1 : -1);
        return numberOfAttribute(value, -1);
      });
      text += `${[csvCell(id), 'xclick', ids.get(object.class), object.confidence ?? 1, ...fractions.map(roundedFraction), ...flags].join(',')}\n`;
    }
    yield encoder.encode(text);
  }
}

async function* labels(
  dataset: DatasetStream,
  split: string | undefined,
  ids: ReadonlyMap<string, string>,
): AsyncGenerator<Uint8Array> {
  yield encoder.encode('ImageID,Source,LabelName,Confidence\n');
  for await (const item of itemsOfSplit(dataset, split)) {
    let text = '';
    for (const one of item.classifications) {
      const confidence = one.answers['confidence'] ?? (one.answers['present'] === 'no' ? 0 : 1);
      text += `${csvCell(idOf(item.key))},verification,${ids.get(one.name)},${Array.isArray(confidence) ? 1 : confidence}\n`;
    }
    if (text !== '') yield encoder.encode(text);
  }
}

async function* list(dataset: DatasetStream): AsyncGenerator<Uint8Array> {
  yield encoder.encode(
    'ImageID,Subset,OriginalURL,OriginalLandingURL,License,AuthorProfileURL,Author,Title,OriginalSize,OriginalMD5,Thumbnail300KURL,Rotation\n',
  );
  for await (const item of dataset.items())
    yield encoder.encode(
      `${csvCell(idOf(item.key))},${csvCell(item.split ?? '')},,,,,,${csvCell(item.key)},,,,0\n`,
    );
}

async function* sizes(dataset: DatasetStream): AsyncGenerator<Uint8Array> {
  for await (const item of dataset.items()) {
    if (item.width !== undefined) yield encoder.encode(`${idOf(item.key)} ${item.height} ${item.width}\n`);
  }
}
