import { BOXES_ONLY } from '../box-capabilities.ts';
import { ByteWriter } from '../byte-writer.ts';
import { detectJson } from '../detect-json.ts';
import type { ExchangeItem } from '../exchange-item.ts';
import type { DatasetStream, Format, ParseContext, SerializeContext } from '../format.ts';
import { listJsonFiles } from '../list-json-files.ts';
import { numberOf, recordOf, rounded, textOf } from '../number-of.ts';
import type { OutputFile } from '../output-file.ts';
import { shapeBounds } from '../shape-bounds.ts';
import { safeName, splitsOf } from '../split-of-dataset.ts';
import { streamJson } from '../stream-json.ts';

/**
 * Apple's Create ML object detection JSON. Create ML asks at training time what x and y mean, so the file does not say:
 * the centre of the box in pixels by default, its corner with `anchor: "top-left"` or `"bottom-left"`.
 */
export const createml: Format = {
  name: 'createml',
  title: 'CreateML',
  capabilities: { ...BOXES_ONLY, classifications: 'tags', splits: true },
  detect: (probe) => detectJson(probe, looksLikeCreateMl, 0.9),
  parse: parseCreateMl,
  serialize: serializeCreateMl,
};

function looksLikeCreateMl(head: string): boolean {
  return (
    /^\s*\[/.test(head) &&
    /"(image|imagefilename|imageURL|filename)"\s*:/.test(head) &&
    /"annotations?"\s*:/.test(head) &&
    !/"(result|data|predictions)"\s*:/.test(head)
  );
}

async function* parseCreateMl(context: ParseContext): AsyncGenerator<ExchangeItem> {
  const { source, problems, images, settings } = context;
  const anchor = settings['anchor'] ?? 'center';
  for (const file of await listJsonFiles(context, looksLikeCreateMl, 'CreateML')) {
    const split = /(?:^|\/)(train|valid|val|test)(?:\/|_|\.)/i.exec(file)?.[1];
    for await (const part of streamJson(source, file, problems)) {
      const record = recordOf(part.value) ?? {};
      const key =
        textOf(record['image']) ??
        textOf(record['imagefilename']) ??
        textOf(record['filename']) ??
        textOf(record['imageURL']) ??
        '';
      const item: ExchangeItem = { key, ...(await images.size(key)), objects: [], classifications: [] };
      if (split !== undefined) item.split = split;
      const places: number[] = [];
      const boxes: number[][] = [];
      item.origin = { file, where: (at) => (at < 0 ? part.path : `${part.path}.annotations[${places[at]}]`) };
      const listed = record['annotations'] ?? record['annotation'];
      (Array.isArray(listed) ? listed : listed === undefined ? [] : [listed]).forEach((one: unknown, at) => {
        const annotation = recordOf(one) ?? { label: one };
        const label = textOf(annotation['label']);
        const coordinates = recordOf(annotation['coordinates']);
        if (label === undefined) {
          problems.add(
            file,
            `${part.path}.annotations[${at}]`,
            'The annotation has no label; it is left out.',
          );
          return;
        }
        if (!coordinates) {
          item.classifications.push({ name: label, answers: {} });
          return;
        }
        const [x, y, width, height] = ['x', 'y', 'width', 'height'].map(
          (name) => numberOf(coordinates[name]) ?? NaN,
        );
        places.push(at);
        boxes.push([x, y, width, height]);
        item.objects.push({ class: label, shape: { type: 'box', x, y, width, height } });
      });
      // No box of pixels lies within the first pixel: all of them there are fractions.
      const areFractions = boxes.length > 0 && boxes.flat().every((value) => value >= 0 && value <= 1);
      if (areFractions && item.width === undefined)
        problems.add(
          file,
          part.path,
          'The boxes are fractions and the size of the image is not known; kept as they are.',
        );
      const [scaleX, scaleY] = areFractions ? [item.width ?? 1, item.height ?? 1] : [1, 1];
      for (const { shape } of item.objects) {
        if (shape.type !== 'box') continue;
        shape.width *= scaleX;
        shape.height *= scaleY;
        shape.x = shape.x * scaleX - (anchor === 'center' ? shape.width / 2 : 0);
        shape.y *= scaleY;
        if (anchor === 'bottom-left') shape.y -= shape.height;
        else if (anchor === 'center') shape.y -= shape.height / 2;
      }
      yield item;
    }
  }
}

/** `<split>/_annotations.createml.json` with its images, or `_annotations.createml.json` without splits. */
async function* serializeCreateMl(
  dataset: DatasetStream,
  { withImages }: SerializeContext,
): AsyncGenerator<OutputFile> {
  for (const split of splitsOf(dataset)) {
    const folder = split === undefined ? '' : `${safeName(split)}/`;
    yield { path: `${folder}_annotations.createml.json`, content: bytes(dataset, split) };
  }
  if (!withImages) return;
  for await (const item of dataset.items())
    yield {
      path: `${item.split === undefined ? '' : `${safeName(item.split)}/`}${item.key}`,
      imageOf: item.key,
    };
}

async function* bytes(dataset: DatasetStream, split: string | undefined): AsyncGenerator<Uint8Array> {
  const writer = new ByteWriter();
  writer.ascii('[');
  let isFirst = true;
  for await (const item of dataset.items()) {
    if (item.split !== split) continue;
    const annotations: unknown[] = item.objects.map((object) => {
      const box = shapeBounds(object.shape);
      const coordinates = {
        x: rounded(box.x + box.width / 2),
        y: rounded(box.y + box.height / 2),
        width: rounded(box.width),
        height: rounded(box.height),
      };
      return { label: object.class, coordinates };
    });
    for (const one of item.classifications) {
      if (one.answers['present'] !== 'no') annotations.push({ label: one.name });
    }
    writer.ascii(isFirst ? '\n' : ',\n');
    isFirst = false;
    writer.text(JSON.stringify({ image: item.key, annotations }));
    if (writer.isFull) yield writer.take();
  }
  writer.ascii('\n]\n');
  yield writer.take();
}
