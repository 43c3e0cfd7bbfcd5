import type { Attribute, OntologyClass } from '../../labels/ontology.ts';
import type { AttributeValues } from '../../labels/attributes.ts';
import { isSwitchedOn, numberOfAttribute } from '../attribute-value.ts';
import type { ExchangeItem, ExchangeObject } from '../exchange-item.ts';
import type { DatasetStream, SerializeContext } from '../format.ts';
import type { OutputFile } from '../output-file.ts';
import { xmlText } from '../xml-text.ts';
import { shapeXml } from './cvat-shape-xml.ts';

const encoder = new TextEncoder();
const FLAGS = new Set(['occluded', 'z_order', 'group_id', 'keyframe']);

/**
 * `annotations.xml` for images 1.1, image by image; with `kind: "video"` for video 1.1, where objects need a track and
 * frames are numbered by the digits at the end of their names, else in order.
 */
export async function* serializeCvat(
  dataset: DatasetStream,
  context: SerializeContext,
): AsyncGenerator<OutputFile> {
  const content = context.settings['kind'] === 'video' ? videoXml(dataset) : imagesXml(dataset);
  yield { path: 'annotations.xml', content };
  if (!context.withImages) return;
  for await (const item of dataset.items()) yield { path: `images/${item.key}`, imageOf: item.key };
}

async function* imagesXml(dataset: DatasetStream): AsyncGenerator<Uint8Array> {
  yield encoder.encode(head(dataset, 'annotation', ''));
  let id = 0;
  let text = '';
  for await (const item of dataset.items()) {
    const size = item.width === undefined ? '' : ` width="${item.width}" height="${item.height}"`;
    const subset = item.split === undefined ? '' : ` subset="${xmlText(item.split)}"`;
    text += `  <image id="${id++}" name="${xmlText(item.key)}"${size}${subset}>\n`;
    for (const object of item.objects) {
      for (const { tag, attributes, children } of shapeXml(object, dataset)) {
        text += element(
          tag,
          `label="${xmlText(object.class)}" source="${sourceOf(object)}"${flags(object)}${attributes}`,
          object.attributes,
          children,
        );
      }
    }
    for (const one of item.classifications) {
      if (one.answers['present'] === 'no') continue;
      text += element('tag', `label="${xmlText(one.name)}" source="manual"`, one.answers, '');
    }
    text += '  </image>\n';
    if (text.length > 100_000) {
      yield encoder.encode(text);
      text = '';
    }
  }
  yield encoder.encode(`${text}</annotations>\n`);
}

async function* videoXml(dataset: DatasetStream): AsyncGenerator<Uint8Array> {
  const tracks = new Map<string, { frame: number; object: ExchangeObject }[]>();
  let loose = 0;
  let at = 0;
  let size = '';
  let last = 0;
  for await (const item of dataset.items()) {
    const frame = frameOf(item) ?? at;
    at++;
    last = Math.max(last, frame);
    if (size === '' && item.width !== undefined) {
      size = `<original_size><width>${item.width}</width><height>${item.height}</height></original_size>`;
    }
    for (const object of item.objects) {
      const id = object.trackId ?? `untracked ${loose++}`;
      const list = tracks.get(id);
      if (list) list.push({ frame, object });
      else tracks.set(id, [{ frame, object }]);
    }
  }
  yield encoder.encode(
    head(dataset, 'interpolation', `<start_frame>0</start_frame><stop_frame>${last}</stop_frame>${size}`),
  );
  let number = 0;
  for (const [name, listed] of tracks) {
    const id = /^\d+$/.test(name) ? Number(name) : number;
    number = Math.max(number, id) + 1;
    let text = `  <track id="${id}" label="${xmlText(listed[0].object.class)}" source="${sourceOf(listed[0].object)}">\n`;
    const sorted = listed.sort((a, b) => a.frame - b.frame);
    const write = (frame: number, object: ExchangeObject, isOutside: boolean): void => {
      const [shape] = shapeXml(object, dataset);
      if (!shape) return;
      const isKey = isOutside || numberOfAttribute(object.attributes?.['keyframe'], 1) !== 0;
      text += element(
        shape.tag,
        `frame="${frame}" outside="${isOutside ? 1 : 0}" keyframe="${isKey ? 1 : 0}"${flags(object)}${shape.attributes}`,
        object.attributes,
        shape.children,
      );
    };
    sorted.forEach(({ frame, object }, i) => {
      write(frame, object, false);
      // A gap would be filled by interpolation: the track is marked as gone in between and behind.
      const next = sorted.at(i + 1)?.frame;
      if (next === undefined ? frame < last : next > frame + 1) write(frame + 1, object, true);
    });
    yield encoder.encode(`${text}  </track>\n`);
  }
  yield encoder.encode('</annotations>\n');
}

function frameOf(item: ExchangeItem): number | undefined {
  const digits = /(\d+)(?:\.\w+)?$/.exec(item.key)?.[1];
  return digits === undefined || digits.length > 9 ? undefined : Number(digits);
}

function sourceOf(object: ExchangeObject): string {
  return object.source === 'model'
    ? 'auto'
    : object.source === 'import' || object.source === 'consensus'
      ? 'file'
      : 'manual';
}

function flags({ attributes = {} }: ExchangeObject): string {
  const group =
    attributes['group_id'] === undefined ? '' : ` group_id="${xmlText(String(attributes['group_id']))}"`;
  return ` occluded="${isSwitchedOn(attributes['occluded']) ? 1 : 0}" z_order="${xmlText(String(attributes['z_order'] ?? 0))}"${group}`;
}

function element(
  tag: string,
  attributes: string,
  values: AttributeValues | undefined,
  children: string,
): string {
  let inside = children;
  for (const [name, value] of Object.entries(values ?? {})) {
    if (FLAGS.has(name)) continue;
    inside += `      <attribute name="${xmlText(name)}">${xmlText(Array.isArray(value) ? value.join(', ') : value)}</attribute>\n`;
  }
  return inside === ''
    ? `    <${tag} ${attributes}/>\n`
    : `    <${tag} ${attributes}>\n${inside}    </${tag}>\n`;
}

const TYPES: Record<string, string> = {
  box: 'rectangle',
  rotatedBox: 'rectangle',
  polygon: 'polygon',
  polyline: 'polyline',
  keypoints: 'points',
  mask: 'mask',
  ellipse: 'ellipse',
  cuboid2d: 'cuboid',
};

function head(dataset: DatasetStream, mode: string, more: string): string {
  const { classes, classifications } = dataset.ontology;
  const byName = new Map<string, OntologyClass[]>();
  for (const one of classes) byName.set(one.name, [...(byName.get(one.name) ?? []), one]);
  let labels = '';
  for (const [name, same] of byName) {
    const types = new Set(same.map((one) => TYPES[one.shape]));
    const skeleton = same.length === 1 ? same[0].skeleton : undefined;
    const attributes = new Map(same.flatMap((one) => one.attributes).map((one) => [one.name, one]));
    const listed = [...attributes.values()]
      .filter((one) => !FLAGS.has(one.name))
      .map(attributeXml)
      .join('');
    const type = skeleton ? 'skeleton' : types.size === 1 ? [...types][0] : 'any';
    labels +=
      `      <label><name>${xmlText(name)}</name><color>${same[0].color}</color><type>${type}</type>` +
      `<attributes>${listed}</attributes>${skeleton ? `<svg>${xmlText(svg(skeleton))}</svg>` : ''}</label>\n`;
    for (const point of skeleton?.points ?? []) {
      labels += `      <label><name>${xmlText(point.name)}</name><type>points</type><attributes></attributes><parent>${xmlText(name)}</parent></label>\n`;
    }
  }
  for (const one of classifications) {
    const listed = one.attributes
      .filter((attribute) => attribute.name !== 'present')
      .map(attributeXml)
      .join('');
    labels += `      <label><name>${xmlText(one.name)}</name><type>tag</type><attributes>${listed}</attributes></label>\n`;
  }
  return (
    `<?xml version="1.0" encoding="utf-8"?>\n<annotations>\n  <version>1.1</version>\n  <meta>\n    <task>` +
    `<name>Lapidary</name><mode>${mode}</mode>${more}\n    <labels>\n${labels}    </labels></task>\n  </meta>\n`
  );
}

function svg(skeleton: { points: { name: string }[]; edges: [number, number][] }): string {
  const spot = (at: number): [number, number] => [
    10 + 80 * ((at * 0.618) % 1),
    10 + (80 * at) / Math.max(1, skeleton.points.length - 1),
  ];
  const lines = skeleton.edges.map(([a, b]) => {
    const [[x1, y1], [x2, y2]] = [spot(a), spot(b)];
    return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" data-type="edge" data-node-from="${a + 1}" data-node-to="${b + 1}"></line>`;
  });
  const circles = skeleton.points.map((point, at) => {
    const [x, y] = spot(at);
    return (
      `<circle r="1.5" cx="${x}" cy="${y}" data-type="element node" data-element-id="${at + 1}" ` +
      `data-node-id="${at + 1}" data-label-name="${xmlText(point.name)}"></circle>`
    );
  });
  return [...lines, ...circles].join('');
}

function attributeXml(attribute: Attribute): string {
  const values =
    attribute.type === 'radio' || attribute.type === 'checklist'
      ? attribute.options.map((one) => one.name)
      : attribute.type === 'number' && attribute.min !== undefined && attribute.max !== undefined
        ? [attribute.min, attribute.max, attribute.integer ? 1 : 0.01].map(String)
        : [];
  const isSwitch =
    attribute.type === 'radio' &&
    values.length === 2 &&
    values.every((one) => one === 'true' || one === 'false');
  const type = isSwitch
    ? 'checkbox'
    : attribute.type === 'radio'
      ? 'select'
      : attribute.type === 'number'
        ? 'number'
        : 'text';
  return (
    `<attribute><name>${xmlText(attribute.name)}</name><mutable>True</mutable><input_type>${type}</input_type>` +
    `<default_value>${xmlText(isSwitch ? 'false' : type === 'select' ? values[0] : '')}</default_value>` +
    `<values>${type === 'text' ? '' : xmlText(values.join('\n'))}</values></attribute>`
  );
}
