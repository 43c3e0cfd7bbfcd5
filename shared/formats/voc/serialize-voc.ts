import type { ExchangeItem, ExchangeObject } from '../exchange-item.ts';
import type { DatasetStream, SerializeContext } from '../format.ts';
import { freeName } from '../free-name.ts';
import { rounded } from '../number-of.ts';
import type { OutputFile } from '../output-file.ts';
import { shapeBounds } from '../shape-bounds.ts';
import { safeName } from '../split-of-dataset.ts';
import { xmlText } from '../xml-text.ts';

const encoder = new TextEncoder();
const OWN = ['pose', 'truncated', 'difficult', 'occluded'];

/** `Annotations/<name>.xml`, `JPEGImages/<name>`, and `ImageSets/Main/<split>.txt`. Same `one-based` as on import. */
export async function* serializeVoc(
  dataset: DatasetStream,
  context: SerializeContext,
): AsyncGenerator<OutputFile> {
  const splits = new Map<string, string[]>();
  const isOneBased = context.settings['one-based'] === 'true';
  const taken = new Set<string>();
  for await (const item of dataset.items()) {
    const dot = item.key.lastIndexOf('.');
    const stem = dot > item.key.lastIndexOf('/') ? item.key.slice(0, dot) : item.key;
    const place = freeName(stem, taken);
    // Other tools find a dataset by its lists; images without a split are in one that is no split.
    const split = item.split ?? 'default';
    const stems = splits.get(split);
    if (stems) stems.push(place);
    else splits.set(split, [place]);
    yield {
      path: `Annotations/${place}.xml`,
      content: encoder.encode(annotation(item, isOneBased)),
    };
    if (context.withImages) yield { path: `JPEGImages/${item.key}`, imageOf: item.key };
  }
  yield { path: 'labelmap.txt', content: encoder.encode(labelMap(dataset)) };
  for (const [split, stems] of splits) {
    yield { path: `ImageSets/Main/${safeName(split)}.txt`, content: encoder.encode(`${stems.join('\n')}\n`) };
  }
}

/** The list of classes as CVAT and Datumaro keep it: `name:r,g,b:parts:actions`. */
function labelMap({ ontology }: DatasetStream): string {
  const colors = new Map(ontology.classes.map((one) => [one.name, one.color]));
  const lines = [...colors].map(([name, color]) => {
    const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
    return `${name.replaceAll(':', ' ')}:${red},${green},${blue}::`;
  });
  return ['# label:color_rgb:parts:actions', 'background:0,0,0::', ...lines, ''].join('\n');
}

function annotation(item: ExchangeItem, isOneBased: boolean): string {
  const slash = item.key.lastIndexOf('/');
  return [
    '<annotation>',
    `  <folder>${xmlText(slash < 0 ? '' : item.key.slice(0, slash))}</folder>`,
    `  <filename>${xmlText(item.key)}</filename>`,
    '  <source><database>Lapidary</database></source>',
    ...(item.width === undefined
      ? []
      : [`  <size><width>${item.width}</width><height>${item.height}</height><depth>3</depth></size>`]),
    '  <segmented>0</segmented>',
    ...item.objects.map((object) => objectXml(object, isOneBased)),
    '</annotation>\n',
  ].join('\n');
}

function objectXml(object: ExchangeObject, isOneBased: boolean): string {
  const box = shapeBounds(object.shape);
  const one = isOneBased ? 1 : 0;
  const attributes = { pose: 'Unspecified', truncated: 0, difficult: 0, ...object.attributes };
  const rest = Object.entries(attributes).filter(([name]) => !OWN.includes(name));
  return [
    '  <object>',
    `    <name>${xmlText(object.class)}</name>`,
    ...OWN.filter((name) => name in attributes).map((name) => {
      const value = (attributes as Record<string, unknown>)[name];
      return `    <${name}>${xmlText(String(value))}</${name}>`;
    }),
    `    <bndbox><xmin>${rounded(box.x + one)}</xmin><ymin>${rounded(box.y + one)}</ymin>` +
      `<xmax>${rounded(box.x + box.width)}</xmax><ymax>${rounded(box.y + box.height)}</ymax></bndbox>`,
    ...(rest.length === 0
      ? []
      : [
          '    <attributes>',
          ...rest.map(
            ([name, value]) =>
              `      <attribute><name>${xmlText(name)}</name><value>${xmlText(Array.isArray(value) ? value.join(', ') : value)}</value></attribute>`,
          ),
          '    </attributes>',
        ]),
    '  </object>',
  ].join('\n');
}
