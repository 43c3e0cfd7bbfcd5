import type { AttributeValue } from '../../labels/attributes.ts';
import { attributeValue } from '../attribute-value.ts';
import type { ExchangeItem, ExchangeObject } from '../exchange-item.ts';
import type { FormatSettings, ParseContext } from '../format.ts';
import { isImagePath } from '../image-index.ts';
import { makeProbe } from '../make-probe.ts';
import { arrayOf, numberOf, pixelsOf, recordOf, textOf } from '../number-of.ts';
import { readJsonFile } from '../read-json-file.ts';
import { streamJson } from '../stream-json.ts';
import { looksLikeLabelStudio } from './looks-like-label-studio.ts';
import { labelsOfRegion, readRegionShape } from './read-region.ts';

type Json = Record<string, unknown>;

/**
 * Label Studio JSON, JSON_MIN and single tasks. `annotations` chooses among several people's work on one image: `all`
 * (default; each object says whose it is), `latest`, `first` or `ground-truth`. `predictions: "true"` adds the
 * predictions; `"only"` takes those of the last model alone, and nobody's annotations. `strip-upload-prefix: "true"` takes the eight digits off uploaded names.
 */
export async function* parseLabelStudio(context: ParseContext): AsyncGenerator<ExchangeItem> {
  const { source, problems } = context;
  const probe = await makeProbe(source);
  const files: string[] = [];
  for (const { path } of probe.main === undefined ? probe.files : [{ path: probe.main }]) {
    if (/\.json$/i.test(path) && looksLikeLabelStudio(await probe.head(path))) files.push(path);
  }
  if (files.length === 0) problems.add(source.main ?? '', '', 'There is no Label Studio export here.');
  for (const file of files) {
    if (/^\s*\{/.test(await probe.head(file))) {
      const task = recordOf(await readJsonFile(source, file, problems));
      if (task) yield await readTask(task, file, '$', context);
      continue;
    }
    for await (const part of streamJson(source, file, problems)) {
      const task = recordOf(part.value);
      if (task) yield await readTask(task, file, part.path, context);
      else problems.add(file, part.path, 'A task is not an object; it is left out.');
    }
  }
}

async function readTask(
  task: Json,
  file: string,
  path: string,
  context: ParseContext,
): Promise<ExchangeItem> {
  const { problems, settings } = context;
  const item: ExchangeItem = {
    key: await imageOf(task, settings, context.images),
    objects: [],
    classifications: [],
  };
  const places: string[] = [];
  item.origin = { file, where: (at) => places[at] ?? path };
  const isFull =
    Array.isArray(task['annotations']) ||
    Array.isArray(task['completions']) ||
    Array.isArray(task['predictions']);
  const sets = isFull ? chooseSets(task, file, path, context) : [{ results: minimalResults(task), path }];
  for (const set of sets) {
    const found =
      sizeOf(set.results) ?? (item.width === undefined ? await context.images.size(item.key) : undefined);
    if (found && item.width === undefined) Object.assign(item, found);
    readResults(set, item, places, file, problems);
  }
  if (item.width === undefined) {
    const found = await context.images.size(item.key);
    if (found) Object.assign(item, found);
  }
  return item;
}

interface ResultSet {
  results: Json[];
  path: string;
  annotationId?: string;
  author?: string;
  isPrediction?: boolean;
  score?: number;
}

function chooseSets(
  task: Json,
  file: string,
  path: string,
  { settings, problems }: ParseContext,
): ResultSet[] {
  if (settings['predictions'] === 'only') {
    const sets = predictionSets(task, path);
    const last = sets.at(-1)?.model;
    return sets.filter(({ model }) => model === last);
  }
  const key = Array.isArray(task['annotations']) ? 'annotations' : 'completions';
  const all = arrayOf(task[key]).map((one, at) => ({ one: recordOf(one) ?? {}, at }));
  let kept = all.filter(({ one }) => one['was_cancelled'] !== true && one['skipped'] !== true);
  for (const { one, at } of all) {
    if ((one['was_cancelled'] === true || one['skipped'] === true) && arrayOf(one['result']).length > 0) {
      problems.add(file, `${path}.${key}[${at}]`, 'The annotation was cancelled; it is left out.');
    }
  }
  const choice = settings['annotations'] ?? 'all';
  if (kept.length > 1) {
    const when = ({ one }: { one: Json }): string =>
      textOf(one['updated_at']) ?? textOf(one['created_at']) ?? '';
    if (choice === 'latest') kept = [kept.reduce((a, b) => (when(b) > when(a) ? b : a))];
    else if (choice === 'first') kept = [kept[0]];
    else if (choice === 'ground-truth') {
      const truth = kept.filter(({ one }) => one['ground_truth'] === true);
      kept = truth.length > 0 ? truth : kept;
    }
    if (kept.length > 1) {
      problems.add(
        file,
        path,
        `${kept.length} annotations of this image are kept side by side; annotation_id tells them apart (choose with the setting "annotations").`,
      );
    }
  }
  const sets = kept.map(({ one, at }): ResultSet => {
    const id = textOf(one['id']);
    const author = recordOf(one['completed_by']) ?? { id: one['completed_by'] };
    const name = textOf(author['email']) ?? textOf(author['id']);
    return {
      results: arrayOf(one['result']).map((result) => recordOf(result) ?? {}),
      path: `${path}.${key}[${at}]`,
      ...(id === undefined || kept.length < 2 ? {} : { annotationId: id }),
      ...(name === undefined ? {} : { author: name }),
    };
  });
  const predicted = arrayOf(task['predictions']).length;
  if (settings['predictions'] !== 'true' && predicted > 0 && kept.length === 0)
    problems.add(
      file,
      path,
      `Nobody annotated this image; its ${predicted} predictions are left out (take them with the setting "predictions").`,
    );
  if (settings['predictions'] === 'true') sets.push(...predictionSets(task, path));
  return sets;
}

function predictionSets(task: Json, path: string): (ResultSet & { model?: string })[] {
  return arrayOf(task['predictions']).map((one, at) => {
    const prediction = recordOf(one) ?? {};
    const score = numberOf(prediction['score']);
    const model = textOf(prediction['model_version']);
    return {
      results: arrayOf(prediction['result']).map((result) => recordOf(result) ?? {}),
      path: `${path}.predictions[${at}]`,
      isPrediction: true,
      ...(score === undefined ? {} : { score }),
      ...(model === undefined ? {} : { model }),
    };
  });
}

/** JSON_MIN: the names of controls are keys of the task, their values the regions or the choice. */
function minimalResults(task: Json): Json[] {
  const results: Json[] = [];
  for (const [name, value] of Object.entries(task)) {
    const regions = arrayOf(value).map(recordOf);
    const choices = recordOf(value)?.['choices'];
    if (regions.length > 0 && regions.every((one) => one !== undefined)) {
      for (const region of regions) results.push({ from_name: name, value: region, ...region });
    } else if (Array.isArray(choices)) results.push({ from_name: name, type: 'choices', value: { choices } });
    else if (
      typeof value === 'string' &&
      !MINIMAL_KEYS.has(name) &&
      !isImagePath(value) &&
      !/^(https?|s3|gs|data):/.test(value)
    ) {
      results.push({ from_name: name, type: 'choices', value: { choices: [value] } });
    }
  }
  return results;
}

const MINIMAL_KEYS = new Set([
  'id',
  'image',
  'img',
  'annotator',
  'annotation_id',
  'created_at',
  'updated_at',
  'lead_time',
  'file_upload',
]);

function readResults(
  set: ResultSet,
  item: ExchangeItem,
  places: string[],
  file: string,
  problems: ParseContext['problems'],
): void {
  const regions = new Map<string, { results: Json[]; at: number }>();
  // "right <id of the other region> <labels>", kept with the region where the relation begins.
  const relations = new Map<string, string[]>();
  set.results.forEach((result, at) => {
    if (result['type'] === 'relation') {
      const from = textOf(result['from_id']) ?? '';
      const labels = arrayOf(result['labels']).map(String).join(', ');
      const relation = `${textOf(result['direction']) ?? 'right'} ${textOf(result['to_id']) ?? ''} ${labels}`;
      relations.set(from, [...(relations.get(from) ?? []), relation.trim()]);
      return;
    }
    const id = textOf(result['id']) ?? `#${at}`;
    const region = regions.get(id);
    // A region is written once for its shape and once for its labels, both under one id.
    if (region) region.results.push(result);
    else regions.set(id, { results: [result], at });
  });
  for (const [id, { results, at }] of regions) {
    const where = `${set.path}.result[${at}]`;
    const tell = (reason: string): void => problems.add(file, where, reason);
    const shaped = results.find((one) => isShape(recordOf(one['value'])));
    if (!shaped) {
      for (const result of results)
        if (!readClassification(result, item))
          tell(`Results of the kind "${(textOf(result['type']) ?? 'unknown').slice(0, 40)}" are not read.`);
      continue;
    }
    const width = pixelsOf(shaped['original_width']) ?? item.width;
    const height = pixelsOf(shaped['original_height']) ?? item.height;
    if (width === undefined || height === undefined) {
      tell(
        'The size of the image is not known, so the region, which is in percent, cannot be placed; it is left out.',
      );
      continue;
    }
    const shape = readRegionShape(recordOf(shaped['value']) ?? {}, width, height);
    if (shape === undefined || typeof shape === 'string') {
      tell(`${shape ?? 'The region has no shape that can be read.'} It is left out.`);
      continue;
    }
    const labels = results.flatMap((one) => labelsOfRegion(recordOf(one['value']) ?? {}));
    const names = [...new Set(labels)];
    if (names.length === 0) tell('The region has no label; it is kept without a class.');
    const attributes = regionAttributes(results);
    if (set.annotationId !== undefined) attributes['annotation_id'] = set.annotationId;
    if (names.length > 1) attributes['labels'] = names;
    const related = relations.get(id);
    if (related) attributes['relations'] = related;
    const score = numberOf(shaped['score']) ?? set.score;
    const object: ExchangeObject = {
      class: names[0] ?? '',
      shape,
      attributes,
      source: set.isPrediction || textOf(shaped['origin'])?.startsWith('prediction') ? 'model' : 'manual',
      ...(set.author === undefined ? {} : { createdBy: set.author }),
      ...(score === undefined ? {} : { confidence: score }),
    };
    // The ids of regions are unique within one person's annotation only.
    if (!id.startsWith('#') && set.annotationId === undefined) object.id = id;
    places.push(where);
    item.objects.push(object);
  }
}

function isShape(value: Json | undefined): boolean {
  return value !== undefined && ['x', 'points', 'rle', 'vertices'].some((name) => value[name] !== undefined);
}

/** Choices and texts that were given to a region. */
function regionAttributes(results: Json[]): Record<string, AttributeValue> {
  const attributes: Record<string, AttributeValue> = {};
  for (const result of results) {
    const answer = answerOf(recordOf(result['value']) ?? {});
    const name = textOf(result['from_name']);
    if (answer !== undefined && name !== undefined) attributes[name] = answer;
  }
  return attributes;
}

/** False when the result is no answer about the image. */
function readClassification(result: Json, item: ExchangeItem): boolean {
  const name = textOf(result['from_name']) ?? textOf(result['type']) ?? 'choice';
  const value = recordOf(result['value']) ?? {};
  const answer = answerOf(value);
  if (answer === undefined) return Object.keys(value).length === 0;
  const key =
    Object.keys(value).find((one) =>
      ['choices', 'taxonomy', 'text', 'rating', 'number', 'datetime'].includes(one),
    ) ?? name;
  // A tag is the one choice of a control of its name.
  const isTag = key === 'choices' && Array.isArray(answer) && answer.length === 1 && answer[0] === name;
  item.classifications.push({ name, answers: isTag ? {} : { [key]: answer } });
  return true;
}

function answerOf(value: Json): AttributeValue | undefined {
  if (Array.isArray(value['choices'])) return value['choices'].map(String);
  if (Array.isArray(value['taxonomy']))
    return arrayOf(value['taxonomy']).map((path) => arrayOf(path).map(String).join(' / '));
  if (value['text'] !== undefined)
    return Array.isArray(value['text'])
      ? value['text'].map(String).join('\n')
      : attributeValue(value['text']);
  return attributeValue(value['rating'] ?? value['number'] ?? value['datetime']);
}

function sizeOf(results: Json[]): { width: number; height: number } | undefined {
  for (const result of results) {
    const [width, height] = [pixelsOf(result['original_width']), pixelsOf(result['original_height'])];
    if (width !== undefined && height !== undefined) return { width, height };
  }
  return undefined;
}

/** The image of a task: uploads, local files (`/data/local-files/?d=…`), buckets and URLs all give their path. */
async function imageOf(
  task: Json,
  settings: FormatSettings,
  images: ParseContext['images'],
): Promise<string> {
  const data = recordOf(task['data']) ?? task;
  const texts = Object.entries(data).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  const named =
    texts.find(([name]) => name === 'image') ??
    texts.find(([, text]) => isImagePath(text.split('?')[0])) ??
    texts.find(([name]) => /image|img|url/i.test(name));
  let path = named?.[1] ?? textOf(task['file_upload']) ?? `task-${textOf(task['id']) ?? 'unknown'}`;
  path = path.replace(/^\/data\/local-files\/\?d=/, '').replace(/^(s3|gs|azure-blob):\/\/[^/]+\//, '');
  if (/^https?:\/\//.test(path)) path = path.replace(/^https?:\/\/[^/]+\//, '').split(/[?#]/)[0];
  if (path.startsWith('data:'))
    path = textOf(task['file_upload']) ?? `task-${textOf(task['id']) ?? 'unknown'}`;
  try {
    path = decodeURIComponent(path);
  } catch {
    // A name with a bare percent sign is taken as it is.
  }
  const stripped = path.replace(/(^|\/)[0-9a-f]{8}-([^/]+)$/, '$1$2');
  if (settings['strip-upload-prefix'] === 'true') return stripped;
  // Who exports labels alone has the images under the names they had before the upload.
  const isOnlyStripped =
    stripped !== path &&
    (await images.resolve(path)) === undefined &&
    (await images.resolve(stripped)) !== undefined;
  return isOnlyStripped ? stripped : path;
}
