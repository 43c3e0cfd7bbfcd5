import { expect, it } from 'vitest';
import { readFiles } from '../../../test/support/read-files.ts';
import { maskOfPolygon } from '../../geometry/mask-of-polygon.ts';
import { rleArea } from '../../geometry/rle-operations.ts';
import type { Polygon, Ring } from '../../geometry/polygon.ts';
import { concatenate } from '../byte-chunks.ts';
import type { ExchangeItem } from '../exchange-item.ts';
import type { FormatSettings } from '../format.ts';
import { emptySurvey, surveyItem } from '../survey-dataset.ts';
import { planLosses } from '../plan-losses.ts';
import { countsOf } from '../mask-shape.ts';
import { coco } from './coco.ts';

const square = (x: number, size: number): Ring => [
  [x, x],
  [x + size, x],
  [x + size, x + size],
  [x, x + size],
];
const polygon: Polygon = { parts: [[square(2, 16), square(6, 6)]] };
const item: ExchangeItem = {
  key: 'a.jpg',
  width: 40,
  height: 30,
  objects: [{ class: 'ring', shape: { type: 'polygon', ...polygon } }],
  classifications: [],
};

async function write(settings: FormatSettings, one = item) {
  const told: string[] = [];
  const ontology = { classes: [], classifications: [] };
  const context = { settings, withImages: false, drop: (what: string) => void told.push(what) };
  const chunks: Uint8Array[] = [];
  for await (const file of coco.serialize!({ ontology, splits: [], items: () => [one] }, context)) {
    if (!('content' in file) || file.content instanceof Uint8Array) continue;
    for await (const chunk of file.content) chunks.push(chunk);
  }
  return { text: new TextDecoder().decode(concatenate(chunks)), told };
}

it('keeps a hole by writing the polygon as a run-length mask, and says so before it starts', async () => {
  const { text, told } = await write({});
  const { items } = await readFiles('coco', { 'a.json': text });
  const { shape } = items[0].objects[0];
  const pixels = maskOfPolygon(polygon, 30, 40);
  expect(shape.type === 'mask' && rleArea(countsOf(shape))).toBe(rleArea(pixels));
  expect(rleArea(pixels)).toBeLessThan(16 * 16 - 30);
  expect(told).toEqual([]);
  const survey = emptySurvey();
  surveyItem(survey, item);
  expect(planLosses(survey, coco).map((loss) => `${loss.count} ${loss.what}: ${loss.reason}`)).toEqual([
    expect.stringMatching(/^1 holes of polygons: the outline is written as a run-length mask/),
  ]);
});

it('fills holes when asked to, or when the size of the image is not known, and says so before', async () => {
  for (const [settings, one, told] of [
    [{ holes: 'fill' }, item, 'holes of polygons'],
    [{}, { ...item, width: undefined, height: undefined }, 'hole on an image of unknown size'],
  ] as const) {
    const { text } = await write(settings, one);
    const survey = emptySurvey();
    surveyItem(survey, one);
    expect(planLosses(survey, coco, { settings }).map(({ what }) => what)).toContain(told);
    expect(text).toContain('"segmentation":[[2,2,18,2,18,18,2,18]]');
  }
});
