import { arrayOf, numberOf, recordOf, textOf } from '../number-of.ts';

type Json = Record<string, unknown>;
const SHAPES = ['', 'point', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon'];

/**
 * The images of a project of version 3 as version 2 would write them: `metadata` holds shapes as `xy: [kind, …]` with
 * attributes by number, `view` joins them to files. Segments of time have no place in an image and are told.
 */
export function* readViaProject(
  project: Json,
  tell: (where: string, reason: string) => void,
): Generator<{ record: Json; where: string }> {
  const files = recordOf(project['file']) ?? {};
  const attributes = recordOf(project['attribute']) ?? {};
  const images = new Map<string, { filename: string; regions: Json[]; facts: Json }>();
  for (const [vid, raw] of Object.entries(recordOf(project['view']) ?? {})) {
    const [fid] = arrayOf(recordOf(raw)?.['fid_list']).map(textOf);
    const file = recordOf(files[fid ?? '']) ?? {};
    const filename = textOf(file['fname']) ?? textOf(file['src']);
    if (filename === undefined) tell(`$.view["${vid}"]`, 'The view names no file; it is left out.');
    else images.set(vid, { filename, regions: [], facts: {} });
  }
  for (const [id, raw] of Object.entries(recordOf(project['metadata']) ?? {})) {
    const where = `$.metadata["${id}"]`;
    const one = recordOf(raw) ?? {};
    const image = images.get(textOf(one['vid']) ?? '');
    if (!image) {
      tell(where, 'The shape belongs to no view; it is left out.');
      continue;
    }
    if (arrayOf(one['z']).length > 0) {
      tell(where, 'Segments of time are not read; it is left out.');
      continue;
    }
    const values = named(recordOf(one['av']) ?? {}, attributes);
    const xy = arrayOf(one['xy']).map((value) => numberOf(value) ?? NaN);
    if (xy.length === 0) Object.assign(image.facts, values);
    else image.regions.push({ shape_attributes: shapeOf(xy), region_attributes: values });
  }
  for (const [vid, { filename, regions, facts }] of images)
    yield { record: { filename, regions, file_attributes: facts }, where: `$.view["${vid}"]` };
}

/** Attributes and their options by name; they are numbered in the shapes. */
function named(values: Json, attributes: Json): Json {
  const result: Json = {};
  for (const [id, value] of Object.entries(values)) {
    const attribute = recordOf(attributes[id]) ?? {};
    const options = recordOf(attribute['options']) ?? {};
    const text = textOf(value) ?? '';
    result[textOf(attribute['aname']) ?? id] =
      Object.keys(options).length === 0
        ? text
        : text
            .split(',')
            .map((one) => textOf(options[one]) ?? one)
            .join(', ');
  }
  return result;
}

function shapeOf([kind, ...rest]: number[]): Json {
  const [a, b, c, d] = rest;
  const all_points_x = rest.filter((_, at) => at % 2 === 0);
  const all_points_y = rest.filter((_, at) => at % 2 === 1);
  switch (SHAPES[kind]) {
    case 'point':
      return { name: 'point', cx: a, cy: b };
    case 'rect':
      return { name: 'rect', x: a, y: b, width: c, height: d };
    case 'circle':
      return { name: 'circle', cx: a, cy: b, r: c };
    case 'ellipse':
      return { name: 'ellipse', cx: a, cy: b, rx: c, ry: d };
    case 'line':
      return { name: 'polyline', all_points_x, all_points_y };
    case undefined:
    case '':
      return { name: `number ${kind}` };
    default:
      return { name: SHAPES[kind], all_points_x, all_points_y };
  }
}
