import type { Point } from '../../geometry/point.ts';
import type { Shape } from '../../labels/shape.ts';
import { maskFromCrop } from '../mask-shape.ts';
import { numberOf } from '../number-of.ts';
import type { XmlElement } from '../stream-xml.ts';

/**
 * The shape of one CVAT element, or why it has none. `size` is `[height, width]`, needed for masks only. `order` are
 * the names of a skeleton's points, in the order of its class.
 */
export function readCvatShape(
  element: XmlElement,
  size: [number, number] | undefined,
  order: readonly string[],
): Shape | string {
  const { attributes } = element;
  const value = (name: string): number => numberOf(attributes[name]) ?? NaN;
  switch (element.name) {
    case 'box': {
      const [x, y] = [value('xtl'), value('ytl')];
      const [width, height] = [value('xbr') - x, value('ybr') - y];
      const angle = numberOf(attributes['rotation']) ?? 0;
      if (angle === 0) return { type: 'box', x, y, width, height };
      return { type: 'rotatedBox', cx: x + width / 2, cy: y + height / 2, width, height, angle };
    }
    case 'ellipse':
      return {
        type: 'ellipse',
        cx: value('cx'),
        cy: value('cy'),
        rx: value('rx'),
        ry: value('ry'),
        angle: numberOf(attributes['rotation']) ?? 0,
      };
    case 'polygon':
      return { type: 'polygon', parts: [[readPoints(attributes['points'])]] };
    case 'polyline':
      return { type: 'polyline', points: readPoints(attributes['points']) };
    case 'points':
      return {
        type: 'keypoints',
        points: readPoints(attributes['points']).map(([x, y]) => ({ x, y, visibility: 2 })),
      };
    case 'skeleton':
      return { type: 'keypoints', points: skeletonPoints(element.children, order) };
    case 'cuboid': {
      const face = (n: 1 | 2): [Point, Point, Point, Point] =>
        (['tl', 'tr', 'br', 'bl'] as const).map((c): Point => [value(`x${c}${n}`), value(`y${c}${n}`)]) as [
          Point,
          Point,
          Point,
          Point,
        ];
      return { type: 'cuboid2d', front: face(1), back: face(2) };
    }
    case 'mask':
      return readMask(attributes, size);
    default:
      return `Shapes of the kind <${element.name.slice(0, 40)}> are not known.`;
  }
}

export function readPoints(text: string | undefined): Point[] {
  return (text ?? '')
    .split(';')
    .filter((pair) => pair.trim() !== '')
    .map((pair) => {
      const [x, y] = pair.split(',');
      return [numberOf(x) ?? NaN, numberOf(y) ?? NaN];
    });
}

function skeletonPoints(elements: readonly XmlElement[], order: readonly string[]) {
  const byName = new Map<string, XmlElement>();
  for (const one of elements) if (one.name === 'points') byName.set(one.attributes['label'] ?? '', one);
  const names = order.length > 0 ? order : [...byName.keys()];
  return names.map((name) => {
    const element = byName.get(name);
    const [point] = readPoints(element?.attributes['points']);
    const isAbsent = !element || !point || element.attributes['outside'] === '1';
    const visibility: 0 | 1 | 2 = isAbsent ? 0 : element.attributes['occluded'] === '1' ? 1 : 2;
    return { x: point?.[0] ?? 0, y: point?.[1] ?? 0, visibility };
  });
}

/** Row-major runs inside a crop, the first of them background. */
function readMask(attributes: Record<string, string>, size: [number, number] | undefined): Shape | string {
  const counts = (attributes['rle'] ?? '').split(',').map((one) => numberOf(one) ?? NaN);
  const [left, top, width, height] = ['left', 'top', 'width', 'height'].map(
    (one) => numberOf(attributes[one]) ?? NaN,
  );
  if (!size) return 'The size of the image is not known, so its mask cannot be placed.';
  if (!(width > 0 && height > 0 && width * height <= 268_435_456) || counts.some((one) => !(one >= 0))) {
    return 'The mask cannot be read: its size or its runs are no numbers.';
  }
  const crop = new Uint8Array(width * height);
  let at = 0;
  for (let i = 0; i < counts.length; i++) {
    const end = Math.min(at + counts[i], crop.length);
    if ((i & 1) === 1) crop.fill(1, at, end);
    at += counts[i];
  }
  if (at > crop.length) return 'The runs of the mask are longer than its size.';
  return maskFromCrop(crop, width, left, top, size[0], size[1]);
}
