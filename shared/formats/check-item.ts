import { MAX_COORDINATE } from '../geometry/max-coordinate.ts';
import type { Point } from '../geometry/point.ts';
import type { Shape } from '../labels/shape.ts';
import type { ExchangeItem, ExchangeObject } from './exchange-item.ts';
import { pathOfUrl } from './path-of-url.ts';
import type { ProblemLog } from './problem-log.ts';
import { shapeBounds } from './shape-bounds.ts';

/** Labels on the border are often written a fraction of a pixel outside. */
const BORDER_TOLERANCE = 0.5;

/**
 * What every format has in common after parsing: the key must stay inside the dataset, coordinates must be finite
 * numbers below a million pixels, rings need three points. What cannot be kept is taken out with a problem; what is
 * merely suspicious (outside the image, without area, written twice) is reported and kept as it is.
 * Undefined when the item itself must be refused.
 */
export function checkItem(item: ExchangeItem, problems: ProblemLog): ExchangeItem | undefined {
  const file = item.origin?.file ?? item.key;
  const key = safeKey(item.key);
  if (key === undefined) {
    problems.add(
      file,
      item.origin?.where(-1) ?? '',
      `The image name "${item.key.slice(0, 200)}" leads outside the dataset; the image is left out.`,
    );
    return undefined;
  }
  item.key = key;
  if (!isSize(item.width) || !isSize(item.height)) {
    if (item.width !== undefined || item.height !== undefined) {
      problems.add(
        file,
        item.origin?.where(-1) ?? key,
        `The image size ${item.width} × ${item.height} is not usable; read as missing.`,
      );
    }
    delete item.width;
    delete item.height;
  }
  const seen = item.objects.length > 1 ? new Set<string>() : undefined;
  const ids = new Set<string>();
  let kept = 0;
  for (let at = 0; at < item.objects.length; at++) {
    const object = item.objects[at];
    const tell = (reason: string): void =>
      problems.add(file, item.origin?.where(at) ?? `${key} object ${at + 1}`, reason);
    const fault = mend(object.shape);
    if (fault !== undefined) {
      tell(`${fault} The object is left out.`);
      continue;
    }
    const suspicion = suspect(object.shape, item);
    if (suspicion !== undefined) tell(suspicion);
    if (seen) {
      const twin = fingerprint(object);
      if (seen.has(twin)) tell('The same object is written twice; both are kept.');
      seen.add(twin);
    }
    if (object.id !== undefined) {
      if (object.id.length > 128 || object.id === '' || ids.has(object.id)) {
        if (ids.has(object.id))
          tell(`The id "${object.id.slice(0, 60)}" is used twice; the later object gets a new one.`);
        delete object.id;
      } else ids.add(object.id);
    }
    if (object.confidence !== undefined && !(object.confidence >= 0 && object.confidence <= 1)) {
      tell(`The confidence ${object.confidence} is not between 0 and 1; it is left out.`);
      delete object.confidence;
    }
    item.objects[kept++] = object;
  }
  item.objects.length = kept;
  return item;
}

/** Forward slashes, no host or bucket, no drive, no leading slash, no `.`; undefined when it is empty or climbs with `..`. */
export function safeKey(name: string): string | undefined {
  const parts: string[] = [];
  for (const part of pathOfUrl(name)
    .replaceAll('\\', '/')
    .replace(/^[A-Za-z]:\//, '')
    .split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') return undefined;
    parts.push(part);
  }
  // Zero bytes cut names short in other programs.
  return parts.length === 0 || name.includes('\0') ? undefined : parts.join('/').slice(0, 1024);
}

function isSize(value: number | undefined): value is number {
  return value !== undefined && Number.isInteger(value) && value > 0 && value <= MAX_COORDINATE;
}

/** Puts right what has one right form (a ring that repeats its first point); says what cannot be kept. */
function mend(shape: Shape): string | undefined {
  switch (shape.type) {
    case 'box':
      if (!areFinite(shape.x, shape.y, shape.width, shape.height))
        return 'A coordinate is not a number below a million.';
      return shape.width < 0 || shape.height < 0
        ? `The box has a negative size (${shape.width} × ${shape.height}).`
        : undefined;
    case 'rotatedBox':
      if (!areFinite(shape.cx, shape.cy, shape.width, shape.height, shape.angle))
        return 'A coordinate is not a number below a million.';
      shape.angle %= 360;
      return shape.width < 0 || shape.height < 0 ? 'The rotated box has a negative size.' : undefined;
    case 'ellipse':
      if (!areFinite(shape.cx, shape.cy, shape.rx, shape.ry, shape.angle))
        return 'A coordinate is not a number below a million.';
      shape.angle %= 360;
      return shape.rx < 0 || shape.ry < 0 ? 'The ellipse has a negative radius.' : undefined;
    case 'polygon':
      for (const part of shape.parts) {
        for (const ring of part) {
          if (!ring.every(isPoint)) return 'A coordinate is not a number below a million.';
          const last = ring.at(-1);
          if (last && ring.length > 3 && last[0] === ring[0][0] && last[1] === ring[0][1]) ring.pop();
          if (ring.length < 3) return `A polygon needs three points and has ${ring.length}.`;
        }
      }
      return shape.parts.length === 0 || shape.parts.some((part) => part.length === 0)
        ? 'The polygon has no points.'
        : undefined;
    case 'polyline':
      if (!shape.points.every(isPoint)) return 'A coordinate is not a number below a million.';
      return shape.points.length < 2 ? 'A line needs two points.' : undefined;
    case 'keypoints':
      if (!shape.points.every((point) => areFinite(point.x, point.y)))
        return 'A coordinate is not a number below a million.';
      return shape.points.length === 0 ? 'There are no keypoints.' : undefined;
    case 'cuboid2d':
      return [...shape.front, ...shape.back].every(isPoint)
        ? undefined
        : 'A coordinate is not a number below a million.';
    case 'mask':
      return undefined;
  }
}

function suspect(shape: Shape, item: ExchangeItem): string | undefined {
  if (shape.type === 'mask') {
    if (
      item.width !== undefined &&
      item.height !== undefined &&
      (shape.size[0] !== item.height || shape.size[1] !== item.width)
    ) {
      return `The mask is ${shape.size[1]} × ${shape.size[0]} pixels, the image ${item.width} × ${item.height}; kept as it is.`;
    }
    return undefined;
  }
  const box = shapeBounds(shape);
  const hasArea = shape.type !== 'polyline' && shape.type !== 'keypoints';
  if (hasArea && (box.width === 0 || box.height === 0))
    return 'The shape has no area (zero width or height); kept as it is.';
  const { width = Infinity, height = Infinity } = item;
  const isOutside =
    box.x < -BORDER_TOLERANCE ||
    box.y < -BORDER_TOLERANCE ||
    box.x + box.width > width + BORDER_TOLERANCE ||
    box.y + box.height > height + BORDER_TOLERANCE;
  return isOutside ? 'The shape lies partly or wholly outside the image; kept as it is.' : undefined;
}

function areFinite(...values: number[]): boolean {
  // Also false for NaN, and for what a careless file holds in place of a number.
  return values.every((value) => typeof value === 'number' && Math.abs(value) <= MAX_COORDINATE);
}

function isPoint(point: Point): boolean {
  return (
    typeof point[0] === 'number' &&
    typeof point[1] === 'number' &&
    Math.abs(point[0]) <= MAX_COORDINATE &&
    Math.abs(point[1]) <= MAX_COORDINATE
  );
}

function fingerprint({ class: name, shape, trackId }: ExchangeObject): string {
  const head = `${trackId ?? ''}|${name}|`;
  switch (shape.type) {
    case 'box':
      return `${head}b${shape.x},${shape.y},${shape.width},${shape.height}`;
    case 'mask':
      return `${head}m${shape.counts}`;
    case 'polygon':
      return head + ringsPrint(shape.parts);
    case 'polyline':
      return `${head}l${String(shape.points)}`;
    default:
      return head + JSON.stringify(shape);
  }
}

/** Two hashes over the coordinates: two different outlines do not share both by accident. No text is built. */
function ringsPrint(parts: readonly (readonly (readonly Point[])[])[]): string {
  let a = 0;
  let b = 7;
  for (const part of parts) {
    for (const ring of part) {
      for (const point of ring) {
        const x = (point[0] * 1000) | 0;
        const y = (point[1] * 1000) | 0;
        a = (Math.imul(a, 31) + x) ^ y;
        b = (Math.imul(b, 131) ^ x) + y;
      }
      a = Math.imul(a, 37) + 1;
    }
  }
  return `p${a | 0},${b | 0}`;
}
