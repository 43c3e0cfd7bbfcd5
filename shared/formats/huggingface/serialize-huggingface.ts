import { ByteWriter } from '../byte-writer.ts';
import { classNames } from '../class-names.ts';
import type { DatasetStream, SerializeContext } from '../format.ts';
import { rounded } from '../number-of.ts';
import type { OutputFile } from '../output-file.ts';
import { shapeArea } from '../shape-area.ts';
import { shapeBounds } from '../shape-bounds.ts';
import { itemsOfSplit, safeName, splitsOf } from '../split-of-dataset.ts';

/** `<split>/metadata.jsonl` beside its images, and a README.md with the class names. */
export async function* serializeHuggingFace(
  dataset: DatasetStream,
  { withImages }: SerializeContext,
): AsyncGenerator<OutputFile> {
  const names = classNames(dataset.ontology);
  const ids = new Map(names.map((name, id) => [name, id]));
  yield { path: 'README.md', content: new TextEncoder().encode(card(names)) };
  for (const split of splitsOf(dataset)) {
    const folder = split === undefined ? '' : `${safeName(split)}/`;
    yield { path: `${folder}metadata.jsonl`, content: lines(dataset, split, ids) };
  }
  if (!withImages) return;
  for await (const item of dataset.items()) yield { path: placeOf(item.split, item.key), imageOf: item.key };
}

function placeOf(split: string | undefined, key: string): string {
  if (split === undefined) return key;
  return key.startsWith(`${split}/`) ? key : `${safeName(split)}/${key}`;
}

async function* lines(
  dataset: DatasetStream,
  split: string | undefined,
  ids: ReadonlyMap<string, number>,
): AsyncGenerator<Uint8Array> {
  const writer = new ByteWriter();
  for await (const item of itemsOfSplit(dataset, split)) {
    const boxes = item.objects.map((object) => shapeBounds(object.shape));
    const caption = item.classifications.find((one) => one.name === 'caption');
    const tags = item.classifications
      .filter((one) => one !== caption && one.answers['present'] !== 'no')
      .map((one) => one.name);
    writer.text(
      JSON.stringify({
        file_name: placeOf(item.split, item.key).slice(split === undefined ? 0 : safeName(split).length + 1),
        ...(item.width === undefined ? {} : { width: item.width, height: item.height }),
        objects: {
          bbox: boxes.map((box) => [box.x, box.y, box.width, box.height].map(rounded)),
          categories: item.objects.map((object) => ids.get(object.class) ?? 0),
          area: item.objects.map((object) => rounded(shapeArea(object.shape))),
        },
        ...(tags.length === 0 ? {} : { label: tags.length === 1 ? tags[0] : tags }),
        ...(caption === undefined ? {} : { text: caption.answers['caption'] }),
        ...item.metadata,
      }),
    );
    writer.ascii('\n');
    if (writer.isFull) yield writer.take();
  }
  yield writer.take();
}

function card(names: string[]): string {
  const listed = names.map((name, id) => `            '${id}': ${JSON.stringify(name)}`);
  return [
    '---',
    'dataset_info:',
    '  features:',
    '  - name: objects',
    '    sequence:',
    '    - name: categories',
    '      dtype:',
    '        class_label:',
    '          names:',
    ...(listed.length > 0 ? listed : ['            {}']),
    '---',
    '',
  ].join('\n');
}
