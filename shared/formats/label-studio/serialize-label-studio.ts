import { ByteWriter } from '../byte-writer.ts';
import type { ExchangeItem, ExchangeObject } from '../exchange-item.ts';
import type { DatasetStream, SerializeContext } from '../format.ts';
import { maskPixels } from '../mask-shape.ts';
import { roundedFraction } from '../number-of.ts';
import type { OutputFile } from '../output-file.ts';
import { shapeBounds } from '../shape-bounds.ts';
import { xmlText } from '../xml-text.ts';
import { encodeBrush } from './brush-rle.ts';

/** Attributes with a place of their own. */
const OWN = new Set(['relations', 'annotation_id', 'labels']);

/** `label-studio.json`, one annotation an image, and `label_config.xml` to set a project up with. */
export async function* serializeLabelStudio(
  dataset: DatasetStream,
  context: SerializeContext,
): AsyncGenerator<OutputFile> {
  yield { path: 'label_config.xml', content: new TextEncoder().encode(config(dataset)) };
  yield { path: 'label-studio.json', content: tasks(dataset) };
  if (!context.withImages) return;
  for await (const item of dataset.items()) yield { path: `images/${item.key}`, imageOf: item.key };
}

async function* tasks(dataset: DatasetStream): AsyncGenerator<Uint8Array> {
  const writer = new ByteWriter();
  writer.ascii('[');
  let id = 0;
  for await (const item of dataset.items()) {
    writer.ascii(id === 0 ? '\n' : ',\n');
    id++;
    const result = item.objects.flatMap((object, at) => region(object, at, item));
    item.classifications.forEach((one, at) => {
      for (const [name, value] of Object.entries(one.answers)) {
        const key =
          Array.isArray(value) || name === 'choices' || name === 'present'
            ? 'choices'
            : typeof value === 'number'
              ? 'number'
              : 'text';
        const answer =
          key === 'choices'
            ? Array.isArray(value)
              ? value
              : [String(value)]
            : key === 'text'
              ? [value]
              : value;
        result.push({
          id: `c${at}-${result.length}`,
          from_name: one.name,
          to_name: 'image',
          type: key === 'text' ? 'textarea' : key,
          value: { [key]: answer },
        });
      }
      if (Object.keys(one.answers).length === 0) {
        result.push({
          id: `c${at}`,
          from_name: one.name,
          to_name: 'image',
          type: 'choices',
          value: { choices: [one.name] },
        });
      }
    });
    const data = { image: `/data/local-files/?d=${item.key.split('/').map(encodeURIComponent).join('/')}` };
    writer.text(
      JSON.stringify({
        id,
        data,
        annotations: [{ id, completed_by: 1, was_cancelled: false, ground_truth: false, result }],
      }),
    );
    if (writer.isFull) yield writer.take();
  }
  writer.ascii('\n]\n');
  yield writer.take();
}

function region(object: ExchangeObject, at: number, item: ExchangeItem): Record<string, unknown>[] {
  const { width, height } = item;
  if (width === undefined || height === undefined) return [];
  const id = object.id ?? `r${at}`;
  const labels = object.attributes?.['labels'];
  const names = Array.isArray(labels) ? labels : [object.class];
  const base = {
    original_width: width,
    original_height: height,
    image_rotation: 0,
    to_name: 'image',
    origin: object.source === 'model' ? 'prediction' : 'manual',
  };
  const score = object.confidence === undefined ? {} : { score: object.confidence };
  const results = valuesOf(object, width, height).map(([type, value], part) => ({
    ...base,
    ...score,
    id: part === 0 ? id : `${id}-${part + 1}`,
    from_name: type,
    type: `${type}labels`,
    value: { ...value, [`${type}labels`]: names },
  }));
  const regions: Record<string, unknown>[] = [...results];
  for (const [name, value] of Object.entries(object.attributes ?? {})) {
    if (OWN.has(name)) continue;
    const [type, answer] = Array.isArray(value)
      ? ['choices', { choices: value }]
      : typeof value === 'number'
        ? ['number', { number: value }]
        : ['textarea', { text: [value] }];
    for (const one of results) regions.push({ ...base, id: one.id, from_name: name, type, value: answer });
  }
  const relations = object.attributes?.['relations'];
  for (const relation of Array.isArray(relations) ? relations : []) {
    const [direction, to, ...rest] = relation.split(' ');
    const labels = rest.join(' ');
    regions.push({
      from_id: id,
      to_id: to,
      type: 'relation',
      direction,
      ...(labels === '' ? {} : { labels: labels.split(', ') }),
    });
  }
  return regions;
}

function valuesOf(
  object: ExchangeObject,
  width: number,
  height: number,
): [string, Record<string, unknown>][] {
  const { shape } = object;
  const px = (value: number): number => roundedFraction((value * 100) / width);
  const py = (value: number): number => roundedFraction((value * 100) / height);
  switch (shape.type) {
    case 'box':
      return [
        [
          'rectangle',
          { x: px(shape.x), y: py(shape.y), width: px(shape.width), height: py(shape.height), rotation: 0 },
        ],
      ];
    case 'rotatedBox': {
      const radians = (shape.angle * Math.PI) / 180;
      const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
      const x = shape.cx - (shape.width / 2) * cos + (shape.height / 2) * sin;
      const y = shape.cy - (shape.width / 2) * sin - (shape.height / 2) * cos;
      const rotation = ((shape.angle % 360) + 360) % 360;
      return [
        ['rectangle', { x: px(x), y: py(y), width: px(shape.width), height: py(shape.height), rotation }],
      ];
    }
    case 'ellipse':
      return [
        [
          'ellipse',
          {
            x: px(shape.cx),
            y: py(shape.cy),
            radiusX: px(shape.rx),
            radiusY: py(shape.ry),
            rotation: shape.angle,
          },
        ],
      ];
    case 'polygon': {
      return shape.parts.map((part) => [
        'polygon',
        { points: part[0].map(([x, y]) => [px(x), py(y)]), closed: true },
      ]);
    }
    case 'polyline':
      return [
        ['vector', { vertices: shape.points.map(([x, y]) => ({ x: px(x), y: py(y) })), closed: false }],
      ];
    case 'keypoints':
      return shape.points
        .filter((point) => point.visibility > 0)
        .map((point) => ['keypoint', { x: px(point.x), y: py(point.y), width: 0.3 }]);
    case 'mask':
      return [['brush', { format: 'rle', rle: encodeBrush(maskPixels(shape)) }]];
    case 'cuboid2d': {
      const box = shapeBounds(shape);
      return [
        [
          'rectangle',
          { x: px(box.x), y: py(box.y), width: px(box.width), height: py(box.height), rotation: 0 },
        ],
      ];
    }
  }
}

const CONTROLS: Record<string, [string, string]> = {
  box: ['RectangleLabels', 'rectangle'],
  rotatedBox: ['RectangleLabels', 'rectangle'],
  cuboid2d: ['RectangleLabels', 'rectangle'],
  polygon: ['PolygonLabels', 'polygon'],
  ellipse: ['EllipseLabels', 'ellipse'],
  keypoints: ['KeyPointLabels', 'keypoint'],
  mask: ['BrushLabels', 'brush'],
  polyline: ['VectorLabels', 'vector'],
};

function config({ ontology }: DatasetStream): string {
  const controls = new Map<string, { tag: string; labels: Map<string, string> }>();
  for (const one of ontology.classes) {
    const [tag, name] = CONTROLS[one.shape];
    const control = controls.get(name) ?? { tag, labels: new Map<string, string>() };
    control.labels.set(one.name, one.color);
    controls.set(name, control);
  }
  const lines = ['<View>', '  <Image name="image" value="$image"/>'];
  for (const [name, { tag, labels }] of controls) {
    lines.push(`  <${tag} name="${name}" toName="image">`);
    for (const [label, color] of labels)
      lines.push(`    <Label value="${xmlText(label)}" background="${color}"/>`);
    lines.push(`  </${tag}>`);
  }
  for (const one of ontology.classifications) {
    const options = one.attributes.flatMap((attribute) =>
      'options' in attribute ? attribute.options.map((option) => option.name) : [],
    );
    lines.push(`  <Choices name="${xmlText(one.name)}" toName="image" choice="multiple">`);
    for (const option of options.length > 0 ? options : [one.name])
      lines.push(`    <Choice value="${xmlText(option)}"/>`);
    lines.push('  </Choices>');
  }
  return `${[...lines, '</View>'].join('\n')}\n`;
}
