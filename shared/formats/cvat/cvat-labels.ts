import type { Attribute } from '../../labels/ontology.ts';
import type { OntologyBuilder } from '../ontology-builder.ts';
import { numberOf } from '../number-of.ts';
import { child, childText, type XmlElement } from '../stream-xml.ts';

/** What the `<meta>` of a CVAT file says that its shapes need. */
export interface CvatMeta {
  /** Names of the points of each skeleton, in order. */
  skeletons: Map<string, string[]>;
  /** Names of number attributes by class. */
  numbers: Map<string, Set<string>>;
  size?: [height: number, width: number];
  step: number;
  /** The last frame of the task, when the file tells. */
  lastFrame?: number;
}

/** Reads labels into the ontology: their attributes, colours and skeletons. */
export function readCvatMeta(meta: XmlElement, ontology: OntologyBuilder): CvatMeta {
  const result: CvatMeta = { skeletons: new Map(), numbers: new Map(), step: 1 };
  const job =
    meta.children.find((one) => child(one, 'labels')) ?? child(meta, 'task') ?? child(meta, 'job') ?? meta;
  const labels = child(job, 'labels')?.children ?? [];
  for (const label of labels) {
    const name = childText(label, 'name') ?? '';
    // Points of a skeleton are listed beside it, with a parent; they are no classes.
    if (name === '' || childText(label, 'parent')) continue;
    const type = childText(label, 'type') ?? 'any';
    const attributes = (child(label, 'attributes')?.children ?? []).map(readAttribute);
    const known = attributes.filter((one) => one !== undefined);
    result.numbers.set(name, new Set(known.filter((one) => one.type === 'number').map((one) => one.name)));
    if (type === 'tag') {
      ontology.declareTag(name, known);
      continue;
    }
    const color = childText(label, 'color');
    const points = type === 'skeleton' ? readSkeleton(childText(label, 'svg') ?? '') : undefined;
    ontology.declareClass(name, {
      ...(color !== undefined && /^#[0-9a-f]{6}$/i.test(color) ? { color } : {}),
      ...(points && points.points.length > 0 ? { shape: 'keypoints', skeleton: points } : {}),
      ...(SHAPES[type] && !points ? { shape: SHAPES[type] } : {}),
    });
    for (const attribute of known) ontology.declareAttribute(name, attribute);
    if (points)
      result.skeletons.set(
        name,
        points.points.map((point) => point.name),
      );
  }
  const size = child(job, 'original_size') ?? child(meta, 'original_size');
  const [width, height] = [
    numberOf(size && childText(size, 'width')),
    numberOf(size && childText(size, 'height')),
  ];
  if (width !== undefined && height !== undefined) result.size = [height, width];
  const step = /step\s*=\s*(\d+)/.exec(childText(job, 'frame_filter') ?? '')?.[1];
  if (step !== undefined) result.step = Math.max(1, Number(step));
  const stop = numberOf(childText(job, 'stop_frame'));
  if (stop !== undefined) result.lastFrame = stop;
  return result;
}

const SHAPES: Record<string, 'box' | 'polygon' | 'polyline' | 'keypoints' | 'mask' | 'ellipse' | 'cuboid2d'> =
  {
    rectangle: 'box',
    polygon: 'polygon',
    polyline: 'polyline',
    points: 'keypoints',
    mask: 'mask',
    ellipse: 'ellipse',
    cuboid: 'cuboid2d',
  };

function readAttribute(element: XmlElement): Attribute | undefined {
  const name = childText(element, 'name');
  if (name === undefined || name === '') return undefined;
  const base = { id: name, name, required: false, archived: false };
  const values = (childText(element, 'values') ?? '').split('\n').map((one) => one.trim());
  const options = values
    .filter((one) => one !== '')
    .map((one, at) => ({ id: String(at + 1), name: one, archived: false }));
  switch (childText(element, 'input_type')) {
    case 'number': {
      const [min, max, step] = values.map(numberOf);
      // Minimum, maximum and step, one a line.
      const hasRange = values.length === 3 && min !== undefined && max !== undefined;
      return {
        ...base,
        type: 'number',
        ...(hasRange ? { min, max } : {}),
        integer: hasRange && Number.isInteger(step),
      };
    }
    case 'checkbox':
      return {
        ...base,
        type: 'radio',
        options: ['true', 'false'].map((one, at) => ({
          id: String(at + 1),
          name: one,
          archived: false,
          attributes: [],
        })),
      };
    case 'select':
    case 'radio':
      if (options.length > 0)
        return { ...base, type: 'radio', options: options.map((one) => ({ ...one, attributes: [] })) };
      return { ...base, type: 'text' };
    default:
      return { ...base, type: 'text' };
  }
}

/** CVAT keeps a skeleton as a drawing: circles with names, lines between the ids of their nodes. */
function readSkeleton(svg: string): { points: { name: string }[]; edges: [number, number][] } {
  const nodes: { id: string; name: string }[] = [];
  for (const [circle] of svg.matchAll(/<circle\b[^>]*>/g)) {
    const id = /data-node-id="([^"]*)"/.exec(circle)?.[1];
    const name = /data-label-name="([^"]*)"/.exec(circle)?.[1];
    if (id !== undefined) nodes.push({ id, name: name ?? id });
  }
  const edges: [number, number][] = [];
  for (const [line] of svg.matchAll(/<line\b[^>]*>/g)) {
    const from = nodes.findIndex((one) => one.id === /data-node-from="([^"]*)"/.exec(line)?.[1]);
    const to = nodes.findIndex((one) => one.id === /data-node-to="([^"]*)"/.exec(line)?.[1]);
    if (from >= 0 && to >= 0) edges.push([from, to]);
  }
  return { points: nodes.map(({ name }) => ({ name })), edges };
}
