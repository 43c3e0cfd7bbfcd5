import { expect, it } from 'vitest';
import type { LabelField } from '../../test/support/label-field.ts';
import { FIELD_IMAGE, LABEL_FIELDS } from '../../test/support/label-fields.ts';
import { concatenate } from './byte-chunks.ts';
import type { ExchangeItem } from './exchange-item.ts';
import type { Format, FormatSettings } from './format.ts';
import { FORMATS } from './formats.ts';
import { memorySource } from './memory-source.ts';
import { OntologyBuilder } from './ontology-builder.ts';
import { parseDataset } from './parse-dataset.ts';
import { planLosses } from './plan-losses.ts';
import { encodePng } from './png-codec.ts';
import { emptySurvey, surveyItem } from './survey-dataset.ts';

/**
 * Every field of the label model, put into every format that can be written: either it comes back as it was, or the
 * losses that are told before the export starts name it. Nothing may vanish without a word.
 */
const { width, height } = FIELD_IMAGE;
const picture = encodePng(new Uint8Array(width * height), width, height, 1);

const read = (
  content: Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncIterable<Uint8Array> =>
  (async function* () {
    if (content instanceof Uint8Array) yield content;
    else yield* content;
  })();

async function sendThrough(format: Format, field: LabelField, settings: FormatSettings) {
  const survey = emptySurvey();
  const builder = new OntologyBuilder();
  for (const one of field.items) {
    surveyItem(survey, one);
    for (const object of one.objects) {
      if (object.shape.type === 'keypoints') {
        const points = object.shape.points.map((_, at) => ({ name: `point ${at}` }));
        builder.declareClass(object.class, { skeleton: { points, edges: [[0, 1]] } });
      }
      builder.seeObject(object.class, object.shape.type, object.attributes);
    }
    for (const tag of one.classifications) builder.seeTag(tag.name, tag.answers);
  }
  const ontology = field.ontology ?? builder.build();
  const told = planLosses(survey, format, { settings, ontology }).map(
    ({ what, reason }) => `${what}: ${reason}`,
  );
  const files: Record<string, Uint8Array> = {};
  const stream = format.serialize?.(
    { ontology, splits: [...survey.splits].sort(), items: () => structuredClone(field.items) },
    { settings, withImages: true, drop: () => undefined },
  );
  if (!stream) throw new Error(`${format.title} is only read.`);
  for await (const file of stream) {
    if ('imageOf' in file) files[file.path] = picture;
    else {
      const chunks: Uint8Array[] = [];
      for await (const chunk of read(file.content)) chunks.push(chunk);
      files[file.path] = concatenate(chunks);
    }
  }
  const parsed = parseDataset(format, memorySource(files));
  const again: ExchangeItem[] = [];
  for await (const one of parsed.items) again.push(one);
  return { before: field.read(field.items, ontology), after: field.read(again, parsed.ontology()), told };
}

/** Numbers to 0.05; a switch is the same however it is written. */
const near = (value: unknown): string =>
  JSON.stringify(value ?? null, (_, one: unknown) =>
    typeof one === 'number' ? Math.round(one * 20) / 20 : one === 'true' ? 1 : one === 'false' ? 0 : one,
  );

const VARIANTS: [string, Format, FormatSettings][] = [
  ...Object.values(FORMATS)
    .filter((format) => format.serialize !== undefined)
    .map((format): [string, Format, FormatSettings] => [format.name, format, {}]),
  ...(
    [
      ['coco', { kind: 'instances' }],
      ['coco', { kind: 'labels' }],
      ['coco', { kind: 'captions' }],
      ['coco', { kind: 'results' }],
      ['coco', { kind: 'panoptic' }],
      ['coco', { holes: 'fill' }],
      ['yolo', { confidence: 'true' }],
      ['yolo', { task: 'detect' }],
      ['yolo', { task: 'segment', confidence: 'true' }],
      ['yolo', { task: 'pose' }],
      ['yolo', { task: 'obb' }],
      ['yolo', { task: 'classify' }],
      ['cvat', { kind: 'video' }],
    ] as const
  ).map(([name, settings]): [string, Format, FormatSettings] => [
    `${name} ${Object.entries(settings).flat().join(' ')}`,
    FORMATS[name],
    settings,
  ]),
];

it.each(VARIANTS)('%s loses nothing without a word', async (_variant, format, settings) => {
  const silent: string[] = [];
  for (const [field, probe] of Object.entries(LABEL_FIELDS)) {
    const { before, after, told } = await sendThrough(format, probe, settings);
    const isKept = near(before) === near(after);
    // What becomes of an object or an image that is left out needs no word of its own.
    const isGone = ['null', '[]'].includes(near(after)) && told.some((what) => what.endsWith(' left out'));
    if (!isKept && !isGone && !told.some((what) => probe.told.test(what)))
      silent.push(`${field}: ${near(before)} came back as ${near(after)}`);
  }
  expect(silent).toEqual([]);
});
