import { BOXES_ONLY } from '../box-capabilities.ts';
import type { AttributeValues } from '../../labels/attributes.ts';
import type { ExchangeItem, ExchangeObject } from '../exchange-item.ts';
import type { DatasetStream, Format, ParseContext, SerializeContext } from '../format.ts';
import { rounded } from '../number-of.ts';
import type { OutputFile } from '../output-file.ts';
import { linesOf, readText } from '../read-file.ts';
import { shapeBounds } from '../shape-bounds.ts';

/** Fields behind the box: size and place in metres, and turn, in the camera's space. −1 and −1000 mean unknown. */
const SPATIAL = ['height_3d', 'width_3d', 'length_3d', 'x_3d', 'y_3d', 'z_3d', 'rotation_y'];
const LINE = /^\s*\S+(\s+-?[\d.]+(e[-+]?\d+)?){14,15}\s*$/i;

/** KITTI object labels: 15 columns, 16 with a score (cvlibs.net, development kit). */
export const kitti: Format = {
  name: 'kitti',
  title: 'KITTI',
  capabilities: {
    ...BOXES_ONLY,
    attributes: ['truncated', 'occluded', 'alpha', ...SPATIAL],
    confidence: true,
    splits: true,
  },
  async detect(probe) {
    const candidates = probe.main === undefined ? probe.files.map((file) => file.path) : [probe.main];
    for (const path of candidates.filter((one) => /\.txt$/i.test(one)).slice(0, 20)) {
      const line = (await probe.head(path)).split(/\r\n|\n|\r/).find((one) => one.trim() !== '');
      if (line !== undefined && LINE.test(line) && !/^\s*[-\d.]/.test(line)) return 0.95;
    }
    return 0;
  },
  parse: parseKitti,
  serialize: serializeKitti,
};

async function* parseKitti({ source, problems, images }: ParseContext): AsyncGenerator<ExchangeItem> {
  const files = source.main === undefined ? (await source.list()).map((file) => file.path) : [source.main];
  const hasFolder = files.some((file) => /(^|\/)label(s|_2)?\//.test(file));
  for (const file of files) {
    const isLabel = hasFolder
      ? /(^|\/)label(s|_2)?\//.test(file)
      : !/(^|\/)(source|readme|train|val|test)[^/]*\.txt$/i.test(file);
    if (!/\.txt$/i.test(file) || !isLabel) continue;
    const stem = file.replace(/\.txt$/i, '').replace(/(^|\/)label_2\//, '$1image_2/');
    const path = await images.resolve(stem);
    const key = path ?? `${stem.slice(stem.lastIndexOf('/') + 1)}.png`;
    const item: ExchangeItem = {
      key,
      ...(path === undefined ? {} : await images.sizeOfFile(path)),
      objects: [],
      classifications: [],
    };
    const split = file
      .split('/')
      .slice(0, -1)
      .find((part) => /^(train(ing)?|val|test(ing)?)$/i.test(part));
    if (split !== undefined) item.split = split;
    const lines: number[] = [];
    item.origin = { file, where: (at) => (at < 0 ? '' : `line ${lines[at]}`) };
    linesOf(await readText(source, file)).forEach((text, at) => {
      if (text.trim() === '') return;
      const words = text.trim().split(/\s+/);
      // A class name may hold blanks; the numbers are counted from the end.
      const count = words.length >= 16 && Number.isFinite(Number(words.at(-15))) ? 15 : 14;
      const numbers = words.slice(-count).map(Number);
      const name = words.slice(0, -count).join(' ');
      if (words.length < 15 || name === '' || numbers.some((one) => !Number.isFinite(one))) {
        problems.add(
          file,
          `line ${at + 1}`,
          `A line has a class and 14 or 15 numbers; this one has ${words.length} columns. It is left out.`,
        );
        return;
      }
      const [truncated, occluded, alpha, x0, y0, x1, y1, ...rest] = numbers;
      const attributes: AttributeValues = { truncated, occluded, alpha };
      SPATIAL.forEach((field, i) => {
        if (rest[i] !== -1 && rest[i] !== -1000 && rest[i] !== -10) attributes[field] = rest[i];
      });
      lines.push(at + 1);
      item.objects.push({
        class: name,
        shape: { type: 'box', x: x0, y: y0, width: x1 - x0, height: y1 - y0 },
        attributes,
        // Scores of detectors are not always between 0 and 1.
        ...(count === 15 && rest[7] >= 0 && rest[7] <= 1 ? { confidence: rest[7] } : {}),
      });
    });
    yield item;
  }
}

/** `label_2/<name>.txt` and `image_2/<name>`, under the split where there is one. */
async function* serializeKitti(
  dataset: DatasetStream,
  { withImages, drop }: SerializeContext,
): AsyncGenerator<OutputFile> {
  const encoder = new TextEncoder();
  for await (const item of dataset.items()) {
    const folder = item.split === undefined ? '' : `${item.split}/`;
    const name = item.key.replace(/^image_2\//, '');
    const lines = item.objects.map((object) => line(object, drop));
    yield {
      path: `${folder}label_2/${name.replace(/\.[^./]+$/, '')}.txt`,
      content: encoder.encode(lines.map((one) => `${one}\n`).join('')),
    };
    if (withImages) yield { path: `${folder}image_2/${name}`, imageOf: item.key };
  }
}

function line(object: ExchangeObject, drop: SerializeContext['drop']): string {
  const box = shapeBounds(object.shape);
  const number = (name: string, fallback: number): number => {
    const value = object.attributes?.[name];
    return typeof value === 'number' ? value : fallback;
  };
  const name = object.class.trim().replace(/\s+/g, '_');
  if (name !== object.class)
    drop('blank in a class name', 'KITTI separates by blanks; written with an underscore.');
  return [
    name === '' ? 'unnamed' : name,
    number('truncated', 0),
    number('occluded', 0),
    number('alpha', -10),
    ...[box.x, box.y, box.x + box.width, box.y + box.height].map(rounded),
    ...SPATIAL.map((field, at) => number(field, at < 3 ? -1 : at < 6 ? -1000 : -10)),
    ...(object.confidence === undefined ? [] : [object.confidence]),
  ].join(' ');
}
