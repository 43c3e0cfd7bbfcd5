import type { Point } from '../../geometry/point.ts';
import type { Shape } from '../../labels/shape.ts';
import { numberOf } from '../number-of.ts';
import type { XmlElement } from '../stream-xml.ts';
import { readCvatShape, readPoints } from './cvat-shape.ts';

export interface TrackFrame {
  frame: number;
  shape: Shape;
  element: XmlElement;
  isKeyframe: boolean;
}

/**
 * The frames in which a track is visible. A shape with `outside="1"` ends it until the next one without; between two
 * listed shapes that are further apart than `step` frames, the positions are interpolated linearly, as CVAT does. A
 * track that ends with a visible keyframe stays where it is until the last frame of the task.
 */
export function framesOfTrack(
  track: XmlElement,
  size: [number, number] | undefined,
  order: readonly string[],
  { step, lastFrame }: { step: number; lastFrame?: number },
  tell: (reason: string) => void,
): TrackFrame[] {
  const listed = track.children
    .filter((one) => one.name !== 'track' && numberOf(one.attributes['frame']) !== undefined)
    .map((element) => ({ element, frame: numberOf(element.attributes['frame']) ?? 0 }))
    .sort((a, b) => a.frame - b.frame);
  const parts = track.children.filter((one) => one.name === 'track');
  const frames: TrackFrame[] = [];
  listed.forEach(({ element, frame }, at) => {
    if (element.attributes['outside'] === '1') return;
    const shape = shapeAt(element, frame, parts, size, order);
    if (typeof shape === 'string') return tell(`Frame ${frame}: ${shape} It is left out.`);
    frames.push({ frame, shape, element, isKeyframe: element.attributes['keyframe'] !== '0' });
    const next = listed.at(at + 1);
    if (!next) {
      const isOpen = listed.length > 1 && element.attributes['keyframe'] === '1' && lastFrame !== undefined;
      for (let after = frame + step; isOpen && after <= lastFrame; after += step)
        frames.push({ frame: after, shape, element, isKeyframe: false });
      return;
    }
    const nextShape = shapeAt(next.element, next.frame, parts, size, order);
    for (let between = frame + step; between < next.frame; between += step) {
      const t = (between - frame) / (next.frame - frame);
      const moved =
        typeof nextShape === 'string' || next.element.attributes['outside'] === '1'
          ? shape
          : interpolate(shape, nextShape, t);
      frames.push({ frame: between, shape: moved, element, isKeyframe: false });
    }
  });
  return frames;
}

/** The older layout keeps each point of a skeleton in a track of its own, inside the skeleton's. */
function shapeAt(
  element: XmlElement,
  frame: number,
  parts: readonly XmlElement[],
  size: [number, number] | undefined,
  order: readonly string[],
): Shape | string {
  if (element.name !== 'skeleton' || parts.length === 0) return readCvatShape(element, size, order);
  const byName = new Map(parts.map((part) => [part.attributes['label'] ?? '', part]));
  const names = order.length > 0 ? order : [...byName.keys()];
  const points = names.map((name) => {
    let last: XmlElement | undefined;
    for (const one of byName.get(name)?.children ?? []) {
      if ((numberOf(one.attributes['frame']) ?? Infinity) <= frame) last = one;
    }
    const [point] = readPoints(last?.attributes['points']);
    const isAbsent = !last || !point || last.attributes['outside'] === '1';
    const visibility: 0 | 1 | 2 = isAbsent ? 0 : last?.attributes['occluded'] === '1' ? 1 : 2;
    return { x: point?.[0] ?? 0, y: point?.[1] ?? 0, visibility };
  });
  return { type: 'keypoints', points };
}

/** Shapes of one kind and with as many points move linearly; others stay until the next one is reached. */
function interpolate(from: Shape, to: Shape, t: number): Shape {
  const mix = (a: number, b: number): number => a + (b - a) * t;
  const line = (a: readonly Point[], b: readonly Point[]): Point[] =>
    a.map((p, i) => [mix(p[0], b[i][0]), mix(p[1], b[i][1])]);
  if (from.type === 'box' && to.type === 'box') {
    return {
      type: 'box',
      x: mix(from.x, to.x),
      y: mix(from.y, to.y),
      width: mix(from.width, to.width),
      height: mix(from.height, to.height),
    };
  }
  if (from.type === 'rotatedBox' && to.type === 'rotatedBox') {
    // The shorter way round: 350° to 10° passes 0°.
    const turn = ((((to.angle - from.angle) % 360) + 540) % 360) - 180;
    return {
      type: 'rotatedBox',
      cx: mix(from.cx, to.cx),
      cy: mix(from.cy, to.cy),
      width: mix(from.width, to.width),
      height: mix(from.height, to.height),
      angle: from.angle + turn * t,
    };
  }
  if (from.type === 'ellipse' && to.type === 'ellipse') {
    return {
      ...from,
      cx: mix(from.cx, to.cx),
      cy: mix(from.cy, to.cy),
      rx: mix(from.rx, to.rx),
      ry: mix(from.ry, to.ry),
    };
  }
  if (from.type === 'polyline' && to.type === 'polyline' && from.points.length === to.points.length) {
    return { type: 'polyline', points: line(from.points, to.points) };
  }
  if (from.type === 'polygon' && to.type === 'polygon' && from.parts[0][0].length === to.parts[0][0].length) {
    return { type: 'polygon', parts: [[line(from.parts[0][0], to.parts[0][0])]] };
  }
  if (from.type === 'keypoints' && to.type === 'keypoints' && from.points.length === to.points.length) {
    return {
      type: 'keypoints',
      points: from.points.map((p, i) => ({ ...p, x: mix(p.x, to.points[i].x), y: mix(p.y, to.points[i].y) })),
    };
  }
  return from;
}
