import { LapidaryError } from '../../errors.ts';
import { isSwitchedOn } from '../attribute-value.ts';
import type { Point } from '../../geometry/point.ts';
import { detectJson } from '../detect-json.ts';
import type { ExchangeItem } from '../exchange-item.ts';
import { freeName } from '../free-name.ts';
import type { DatasetStream, Format, ParseContext, SerializeContext } from '../format.ts';
import { listJsonFiles } from '../list-json-files.ts';
import { readColourMasks, stemOf } from './read-colour-masks.ts';
import { arrayOf, numberOf, pixelsOf, recordOf, rounded, textOf } from '../number-of.ts';
import type { OutputFile } from '../output-file.ts';
import { readJsonFile } from '../read-json-file.ts';
import { shapeOutline } from '../shape-outline.ts';
import { safeName } from '../split-of-dataset.ts';

/** Cityscapes polygons: `gtFine/<split>/<city>/<name>_gtFine_polygons.json` (github.com/mcordts/cityscapesScripts). */
export const cityscapes: Format = {
  name: 'cityscapes',
  title: 'Cityscapes polygons',
  capabilities: {
    shapes: ['polygon'],
    converts: {
      box: 'written as a polygon of its four corners',
      rotatedBox: 'written as a polygon of its four corners',
      mask: 'written as its outline',
      ellipse: 'written as a polygon of 72 points',
      polyline: 'written as the box around it',
      keypoints: 'written as the box around them',
      cuboid2d: 'written as the box around it',
    },
    attributes: ['iscrowd'],
    values: { iscrowd: ['bit', 'switch'] },
    classifications: 'none',
    confidence: false,
    tracks: false,
    splits: true,
    parts: false,
    holes: false,
    emptyImages: true,
    needsSize: { leavesOut: 'image', because: 'Cityscapes files name the size of the image' },
  },
  detect: async (probe) =>
    probe.main === undefined && probe.files.some(({ path }) => /_gt(Fine|Coarse)_color\.png$/.test(path))
      ? 0.95
      : detectJson(probe, looksLikeCityscapes, 0.95),
  losses: ({ assets }) => [
    {
      what: 'name of an image',
      count: assets,
      reason: 'images are named <city>/<name>_leftImg8bit, as in Cityscapes',
    },
  ],
  parse: parseCityscapes,
  serialize: serializeCityscapes,
};

function looksLikeCityscapes(head: string): boolean {
  return /"img(Height|Width)"\s*:/.test(head) && /"objects"\s*:/.test(head);
}

async function* parseCityscapes(context: ParseContext): AsyncGenerator<ExchangeItem> {
  const { source, problems, images } = context;
  const files = await findPolygons(context);
  for (const file of files) {
    try {
      const record = recordOf(await readJsonFile(source, file, problems)) ?? {};
      const name = file
        .replace(/_gt(Fine_polygons|Coarse_polygons|BboxCityPersons)\.json$/i, '_leftImg8bit.png')
        .replace(/\.json$/i, '.png');
      const key =
        (await images.resolve(name)) ??
        name.replace(/(^|\/)gt(Fine|Coarse|BboxCityPersons)\//, '$1leftImg8bit/');
      const [width, height] = [pixelsOf(record['imgWidth']), pixelsOf(record['imgHeight'])];
      const size = width === undefined || height === undefined ? await images.size(key) : { width, height };
      const item: ExchangeItem = { key, ...size, objects: [], classifications: [] };
      const split = /(?:^|\/)(train_extra|train|val|test)\//.exec(file)?.[1];
      if (split !== undefined) item.split = split;
      const places: number[] = [];
      item.origin = { file, where: (at) => (at < 0 ? '' : `$.objects[${places[at]}]`) };
      arrayOf(record['objects']).forEach((one, at) => {
        const object = recordOf(one) ?? {};
        if (numberOf(object['deleted']) === 1 || object['deleted'] === true) return;
        const label = textOf(object['label']) ?? '';
        const ring = arrayOf(object['polygon']).map((point): Point => [
          numberOf(arrayOf(point)[0]) ?? NaN,
          numberOf(arrayOf(point)[1]) ?? NaN,
        ]);
        places.push(at);
        const [x, y, boxWidth, boxHeight] = arrayOf(object['bbox']).map((value) => numberOf(value) ?? NaN);
        if (object['polygon'] === undefined && boxHeight !== undefined) {
          // CityPersons keeps whole boxes, and beside them the box of what can be seen.
          const visible = arrayOf(object['bboxVis']).map(textOf).join(' ');
          const shape = { type: 'box' as const, x, y, width: boxWidth, height: boxHeight };
          item.objects.push({ class: label, shape, attributes: visible === '' ? {} : { bboxVis: visible } });
          return;
        }
        // "cargroup" is a crowd of cars whose members could not be told apart.
        item.objects.push({
          class: label,
          shape: { type: 'polygon', parts: [[ring]] },
          attributes: /.group$/.test(label) ? { iscrowd: 1 } : {},
        });
      });
      yield item;
    } catch (error) {
      if (!(error instanceof LapidaryError)) throw error;
      problems.add(file, '', error.message);
    }
  }
  yield* readColourMasks(new Set(files.map(stemOf)), context);
}

/** Files of polygons; without any, pixels may be all there is. */
async function findPolygons(context: ParseContext): Promise<string[]> {
  const isDrawn = (await context.source.list()).some(({ path }) => /_gt(Fine|Coarse)_color\.png$/.test(path));
  const hasPolygons = (await context.source.list()).some(({ path }) => /\.json$/i.test(path));
  if (isDrawn && !hasPolygons) return [];
  return listJsonFiles(context, looksLikeCityscapes, 'Cityscapes');
}

async function* serializeCityscapes(
  dataset: DatasetStream,
  { withImages }: SerializeContext,
): AsyncGenerator<OutputFile> {
  const encoder = new TextEncoder();
  const taken = new Set<string>();
  for await (const item of dataset.items()) {
    if (item.width === undefined || item.height === undefined) continue;
    const split = safeName(item.split ?? 'train');
    const parts = item.key
      .replace(/\.[^./]+$/, '')
      .replace(/_leftImg8bit$/, '')
      .split('/');
    const name = safeName(parts.at(-1) ?? 'image');
    const folder = parts.at(-2);
    const city = safeName(
      folder === undefined || /^(train|val|test|images|leftImg8bit)$/.test(folder) ? 'default' : folder,
    );
    const place = freeName(`${split}/${city}/${name}`, taken);
    const objects = item.objects.flatMap((object) =>
      shapeOutline(object.shape).map((part) => ({
        label:
          isSwitchedOn(object.attributes?.['iscrowd']) && !object.class.endsWith('group')
            ? `${object.class}group`
            : object.class,
        polygon: part[0].map(([x, y]) => [rounded(x), rounded(y)]),
      })),
    );
    const text = JSON.stringify({ imgHeight: item.height, imgWidth: item.width, objects });
    yield {
      path: `gtFine/${place}_gtFine_polygons.json`,
      content: encoder.encode(`${text}\n`),
    };
    const ending = /\.[^./]+$/.exec(item.key)?.[0] ?? '.png';
    if (withImages) yield { path: `leftImg8bit/${place}_leftImg8bit${ending}`, imageOf: item.key };
  }
}
