import { attributeValue, attributeValues } from '../attribute-value.ts';
import type { ExchangeItem } from '../exchange-item.ts';
import type { FormatSettings, ParseContext } from '../format.ts';
import { listJsonFiles } from '../list-json-files.ts';
import { arrayOf, recordOf, textOf } from '../number-of.ts';
import { streamJson } from '../stream-json.ts';
import { readViaCsv } from './read-via-csv.ts';
import { readViaProject } from './read-via-project.ts';
import { readViaShape } from './read-via-shape.ts';

type Json = Record<string, unknown>;
const USUAL = ['class', 'label', 'name', 'category', 'object', 'type', 'class_name', 'object_name'];

export function looksLikeVia(head: string): boolean {
  return (
    /^\s*#?"?filename"?,.*"?region_shape_attributes"?/.test(head) ||
    (/"metadata"\s*:/.test(head) && /"(vid|fid)"\s*:/.test(head)) ||
    /"_via_img_metadata"\s*:/.test(head) ||
    (/"(regions|shape_attributes)"\s*:/.test(head) && /"filename"\s*:/.test(head))
  );
}

/**
 * VIA 1 to 3, projects, annotations and tables: an entry an image, shapes in pixels. Which attribute is the class is not written anywhere: `class-attribute`
 * names it, else the usual names are tried, then the only one there is.
 */
export async function* parseVia(context: ParseContext): AsyncGenerator<ExchangeItem> {
  const { source, problems, settings } = context;
  for (const file of await listJsonFiles(context, looksLikeVia, 'VIA', /\.(json|csv)$/i)) {
    if (/\.csv$/i.test(file)) {
      for await (const { record, where } of readViaCsv(source, file, problems))
        yield await readImage(record, '', file, where, settings, context);
      continue;
    }
    let project: Json | undefined;
    for await (const part of streamJson(source, file, problems, { splitArrays: false })) {
      // Version 3 keeps files, views and shapes apart.
      if (part.key === 'project') project = {};
      if (project && part.key !== undefined) {
        project[part.key] = part.value;
        continue;
      }
      if (part.key === '_via_img_metadata') {
        for (const [key, value] of Object.entries(recordOf(part.value) ?? {})) {
          yield await readImage(
            recordOf(value) ?? {},
            key,
            file,
            `$._via_img_metadata["${key}"]`,
            settings,
            context,
          );
        }
      } else if (part.key?.startsWith('_via_') !== true) {
        const record = recordOf(part.value);
        if (record && record['filename'] !== undefined)
          yield await readImage(record, part.key ?? '', file, part.path, settings, context);
      }
    }
    for (const { record, where } of project
      ? readViaProject(project, (where, reason) => problems.add(file, where, reason))
      : [])
      yield await readImage(record, '', file, where, settings, context);
  }
}

async function readImage(
  record: Json,
  key: string,
  file: string,
  path: string,
  settings: FormatSettings,
  { images, problems }: ParseContext,
): Promise<ExchangeItem> {
  const name = textOf(record['filename']) ?? key;
  const item: ExchangeItem = {
    key: name.replace(/^https?:\/\/[^/]+\//, ''),
    objects: [],
    classifications: [],
  };
  const size = await images.size(name);
  if (size) Object.assign(item, size);
  const facts = Object.entries(attributeValues(recordOf(record['file_attributes']))).filter(
    ([, value]) => value !== '',
  );
  if (facts.length > 0)
    item.metadata = Object.fromEntries(
      facts.map(([fact, value]) => [fact, Array.isArray(value) ? value.join(', ') : value]),
    );
  const places: number[] = [];
  item.origin = { file, where: (at) => (at < 0 ? path : `${path}.regions[${places[at]}]`) };
  // Version 1 wrote an object with the keys "0", "1", …
  const regions = Array.isArray(record['regions'])
    ? arrayOf(record['regions'])
    : Object.values(recordOf(record['regions']) ?? {});
  regions.forEach((one, at) => {
    const region = recordOf(one) ?? {};
    const tell = (reason: string): void => problems.add(file, `${path}.regions[${at}]`, reason);
    const shape = readViaShape(recordOf(region['shape_attributes']) ?? {});
    if (typeof shape === 'string') return tell(`${shape} It is left out.`);
    const raw = recordOf(region['region_attributes']) ?? {};
    const name = classOf(raw, settings['class-attribute']);
    if (name === undefined)
      tell(
        'The region has no attribute that could be its class; it is kept without one (choose with the setting "class-attribute").',
      );
    places.push(at);
    item.objects.push({ class: name ?? '', shape, attributes: attributeValues(raw) });
  });
  return item;
}

function classOf(attributes: Json, wanted: string | undefined): string | undefined {
  const names =
    wanted !== undefined
      ? [wanted]
      : [...USUAL.filter((name) => name in attributes), ...Object.keys(attributes)];
  for (const name of names) {
    const value = attributeValue(attributes[name]);
    const text = Array.isArray(value) ? value[0] : textOf(value);
    if (text !== undefined && text !== '') return text;
  }
  return undefined;
}
