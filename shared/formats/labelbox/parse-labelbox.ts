import type { Point } from '../../geometry/point.ts';
import type { AttributeValue, AttributeValues } from '../../labels/attributes.ts';
import type { Shape } from '../../labels/shape.ts';
import type { ExchangeItem } from '../exchange-item.ts';
import type { ParseContext } from '../format.ts';
import { listJsonFiles } from '../list-json-files.ts';
import { arrayOf, numberOf, pixelsOf, recordOf, textOf } from '../number-of.ts';
import { parseJson } from '../parse-json.ts';
import { streamJson } from '../stream-json.ts';
import { streamLines } from '../stream-lines.ts';

type Json = Record<string, unknown>;

export function looksLikeLabelbox(head: string): boolean {
  return (
    (/"data_row"\s*:/.test(head) && /"(projects|media_attributes)"\s*:/.test(head)) ||
    (/"Labeled Data"\s*:/.test(head) && /"Label"\s*:/.test(head))
  );
}

/** One row an image: NDJSON, or a JSON array of the same rows. Masks that are only links are reported. */
export async function* parseLabelbox(context: ParseContext): AsyncGenerator<ExchangeItem> {
  const { source, problems } = context;
  for (const file of await listJsonFiles(context, looksLikeLabelbox, 'Labelbox', /\.(ndjson|jsonl|json)$/i)) {
    if (await isArray(source.open(file, { start: 0, end: 64 }))) {
      for await (const part of streamJson(source, file, problems)) {
        const row = recordOf(part.value);
        if (row) yield await readRow(row, file, part.path, context);
      }
      continue;
    }
    for await (const { line, text } of streamLines(source, file)) {
      if (text.trim() === '') continue;
      const where = `line ${line}`;
      try {
        const row = recordOf(
          parseJson(text, () =>
            problems.add(file, where, 'NaN or Infinity is not a number; read as missing.'),
          ),
        );
        if (row) yield await readRow(row, file, where, context);
        else problems.add(file, where, 'The line is not an object; it is left out.');
      } catch {
        problems.add(file, where, 'The line is not valid JSON; it is left out.');
      }
    }
  }
}

async function isArray(head: AsyncIterable<Uint8Array>): Promise<boolean> {
  for await (const chunk of head) return /^[\s\uFEFF]*\[/.test(new TextDecoder().decode(chunk));
  return false;
}

async function readRow(
  row: Json,
  file: string,
  where: string,
  { problems, images }: ParseContext,
): Promise<ExchangeItem> {
  const data = recordOf(row['data_row']) ?? {};
  const key =
    textOf(data['external_id']) ??
    textOf(data['global_key']) ??
    textOf(row['External ID']) ??
    textOf(data['id']) ??
    textOf(row['ID']) ??
    '';
  const link = (textOf(data['row_data']) ?? textOf(row['Labeled Data']) ?? '').split('?')[0];
  const ending = /\.\w{3,4}$/.exec(link)?.[0] ?? '';
  const item: ExchangeItem = {
    // A name of one's own often has no ending; the link to the image does.
    key: /\.\w{2,5}$/.test(key) ? key : ((await images.resolve(key)) ?? key + ending),
    objects: [],
    classifications: [],
    origin: { file, where: (at) => (at < 0 ? where : `${where}, object ${at + 1}`) },
  };
  const media = recordOf(row['media_attributes']) ?? {};
  const [width, height] = [pixelsOf(media['width']), pixelsOf(media['height'])];
  const found = width === undefined || height === undefined ? await images.size(key) : { width, height };
  if (found) Object.assign(item, found);
  const details = recordOf(row['data_row'] && data['details']);
  const split = textOf(data['split']) ?? textOf(details?.['split']);
  if (split !== undefined) item.split = split;
  const labels = Object.values(recordOf(row['projects']) ?? {}).flatMap((project) =>
    arrayOf(recordOf(project)?.['labels']),
  );
  if (row['Label'] !== undefined) {
    const old = recordOf(row['Label']);
    labels.push({ annotations: old?.['objects'] === undefined && old ? oldestLabel(old) : row['Label'] });
    if (textOf(row['Label']) !== undefined)
      problems.add(file, where, 'The image was skipped; it has no labels.');
  }
  if (labels.length > 1)
    problems.add(
      file,
      where,
      `${labels.length} label sets of this image are kept side by side; label_id tells them apart.`,
    );
  for (const raw of labels) {
    const label = recordOf(raw) ?? {};
    const annotations = recordOf(label['annotations']) ?? {};
    if (annotations['frames'] !== undefined)
      problems.add(file, where, 'Labels of video frames are not read.');
    const by = textOf(recordOf(label['label_details'])?.['created_by']);
    for (const one of arrayOf(annotations['objects'])) {
      const object = recordOf(one) ?? {};
      const shape = readShape(object);
      const name = textOf(object['name']) ?? textOf(object['title']) ?? textOf(object['value']) ?? '';
      if (typeof shape === 'string') {
        problems.add(file, `${where}, object "${name}"`, `${shape} It is left out.`);
        continue;
      }
      const attributes = readAnswers(arrayOf(object['classifications']));
      const labelId = textOf(label['id']);
      if (labels.length > 1 && labelId !== undefined) attributes['label_id'] = labelId;
      const id = textOf(object['feature_id']) ?? textOf(object['featureId']);
      item.objects.push({
        class: name,
        shape,
        attributes,
        ...(id === undefined ? {} : { id }),
        ...(by === undefined ? {} : { createdBy: by }),
      });
    }
    for (const one of arrayOf(annotations['classifications'])) {
      const name = textOf(recordOf(one)?.['name']) ?? textOf(recordOf(one)?.['title']) ?? 'classification';
      item.classifications.push({ name, answers: readAnswers([one]) });
    }
  }
  return item;
}

/** The oldest exports list shapes by class: `{"car": [{"geometry": [{x, y}, …]}], "weather": "sunny"}`. */
function oldestLabel(label: Json): Json {
  const objects: Json[] = [];
  const classifications: Json[] = [];
  for (const [name, value] of Object.entries(label)) {
    if (!Array.isArray(value)) classifications.push({ name, answer: value });
    for (const one of arrayOf(value)) {
      const geometry = recordOf(one)?.['geometry'] ?? one;
      if (Array.isArray(geometry)) objects.push({ name, polygon: geometry });
      else if (recordOf(geometry)) objects.push({ name, point: geometry });
      else classifications.push({ name, answer: one });
    }
  }
  return { objects, classifications };
}

function readShape(object: Json): Shape | string {
  const box = recordOf(object['bounding_box']) ?? recordOf(object['bbox']);
  const point = (one: unknown): Point => [
    numberOf(recordOf(one)?.['x']) ?? NaN,
    numberOf(recordOf(one)?.['y']) ?? NaN,
  ];
  if (box) {
    const [x, y, width, height] = ['left', 'top', 'width', 'height'].map(
      (name) => numberOf(box[name]) ?? NaN,
    );
    return { type: 'box', x, y, width, height };
  }
  if (Array.isArray(object['polygon'])) return { type: 'polygon', parts: [[object['polygon'].map(point)]] };
  if (Array.isArray(object['line'])) return { type: 'polyline', points: object['line'].map(point) };
  if (recordOf(object['point'])) {
    const [x, y] = point(object['point']);
    return { type: 'keypoints', points: [{ x, y, visibility: 2 }] };
  }
  if (object['mask'] !== undefined || object['instanceURI'] !== undefined)
    return 'The mask is a link to Labelbox, not part of the file.';
  return 'The object has no shape that can be read.';
}

/** Answers by the name of their question, nested ones too. */
function readAnswers(list: unknown[]): AttributeValues {
  const answers: AttributeValues = {};
  for (const one of list) {
    const question = recordOf(one) ?? {};
    const name = textOf(question['name']) ?? textOf(question['title']) ?? 'answer';
    const radio = recordOf(question['radio_answer']) ?? recordOf(question['answer']);
    const checks = question['checklist_answers'] ?? question['answers'];
    let value: AttributeValue | undefined;
    if (radio) {
      value = textOf(radio['name']) ?? textOf(radio['title']) ?? textOf(radio['value']);
      Object.assign(answers, readAnswers(arrayOf(radio['classifications'])));
    } else if (Array.isArray(checks)) {
      value = checks
        .map((check) => textOf(recordOf(check)?.['name']) ?? textOf(recordOf(check)?.['title']) ?? '')
        .filter((text) => text !== '');
      for (const check of checks)
        Object.assign(answers, readAnswers(arrayOf(recordOf(check)?.['classifications'])));
    } else value = textOf(recordOf(question['text_answer'])?.['content']) ?? textOf(question['answer']);
    if (value !== undefined) answers[name] = value;
  }
  return answers;
}
