import { InvalidInput } from '../../errors.ts';
import type { Point } from '../../geometry/point.ts';
import type { Shape } from '../shape.ts';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { CoordinateReader, CoordinateWriter } from './coordinate-streams.ts';
import { readStrings, writeStrings } from './string-column.ts';

/** The order is part of the format: append only. */
const TYPES = [
  'box',
  'rotatedBox',
  'polygon',
  'polyline',
  'keypoints',
  'mask',
  'cuboid2d',
  'ellipse',
] as const satisfies Shape['type'][];

/** Angles are kept at 1e-5 degrees, which moves a point 5,000 px from the centre by less than 0.001 px. */
const ANGLE_STEPS = 1e5;

type Quad = [Point, Point, Point, Point];

/** Columns: shape types, structure (counts, angles, visibilities, sizes), coordinates, mask runs. */
export class ShapeWriter {
  readonly #types = new ByteWriter();
  readonly #structure = new ByteWriter();
  readonly #coordinates = new CoordinateWriter();
  readonly #runs: string[] = [];

  /** Points so far, lengths counted as well. */
  get pointCount(): number {
    return this.#coordinates.count;
  }

  shape(shape: Shape): void {
    const { type } = shape;
    this.#types.byte(TYPES.indexOf(type));
    switch (type) {
      case 'box':
        this.#coordinates.point(shape.x, shape.y);
        this.#coordinates.length(shape.width);
        this.#coordinates.length(shape.height);
        break;
      case 'rotatedBox':
        this.#coordinates.point(shape.cx, shape.cy);
        this.#coordinates.length(shape.width);
        this.#coordinates.length(shape.height);
        this.#angle(shape.angle);
        break;
      case 'ellipse':
        this.#coordinates.point(shape.cx, shape.cy);
        this.#coordinates.length(shape.rx);
        this.#coordinates.length(shape.ry);
        this.#angle(shape.angle);
        break;
      case 'polygon':
        this.#structure.unsigned(shape.parts.length);
        for (const part of shape.parts) {
          this.#structure.unsigned(part.length);
          for (const ring of part) this.#points(ring);
        }
        break;
      case 'polyline':
        this.#points(shape.points);
        break;
      case 'keypoints':
        this.#structure.unsigned(shape.points.length);
        for (const point of shape.points) {
          this.#structure.byte(point.visibility);
          this.#coordinates.point(point.x, point.y);
        }
        break;
      case 'mask':
        this.#structure.unsigned(shape.size[0]);
        this.#structure.unsigned(shape.size[1]);
        this.#runs.push(shape.counts);
        break;
      case 'cuboid2d':
        for (const [x, y] of [...shape.front, ...shape.back]) this.#coordinates.point(x, y);
        break;
    }
  }

  finish(out: ByteWriter): void {
    for (const column of [this.#types, this.#structure]) {
      const bytes = column.finish();
      out.unsigned(bytes.length);
      out.bytes(bytes);
    }
    writeStrings(out, this.#runs);
    this.#coordinates.finish(out);
  }

  #points(points: Point[]): void {
    this.#structure.unsigned(points.length);
    this.#coordinates.points(points);
  }

  #angle(degrees: number): void {
    this.#structure.signed(Math.round(degrees * ANGLE_STEPS));
  }
}

export class ShapeReader {
  readonly #types: ByteReader;
  readonly #structure: ByteReader;
  readonly #coordinates: CoordinateReader;
  readonly #runs: string[];
  #run = 0;

  constructor(input: ByteReader) {
    this.#types = new ByteReader(input.bytes(input.unsigned()));
    this.#structure = new ByteReader(input.bytes(input.unsigned()));
    this.#runs = readStrings(input);
    this.#coordinates = new CoordinateReader(input);
  }

  shape(): Shape {
    const code = this.#types.byte();
    const type = TYPES[code];
    switch (type) {
      case 'box': {
        const [x, y] = this.#coordinates.point();
        return { type, x, y, width: this.#coordinates.length(), height: this.#coordinates.length() };
      }
      case 'rotatedBox': {
        const [cx, cy] = this.#coordinates.point();
        const width = this.#coordinates.length();
        const height = this.#coordinates.length();
        return { type, cx, cy, width, height, angle: this.#angle() };
      }
      case 'ellipse': {
        const [cx, cy] = this.#coordinates.point();
        const rx = this.#coordinates.length();
        const ry = this.#coordinates.length();
        return { type, cx, cy, rx, ry, angle: this.#angle() };
      }
      case 'polygon':
        return { type, parts: this.#times(() => this.#times(() => this.#points())) };
      case 'polyline':
        return { type, points: this.#points() };
      case 'keypoints':
        return {
          type,
          points: this.#times(() => {
            const visibility = this.#structure.byte() as 0 | 1 | 2;
            const [x, y] = this.#coordinates.point();
            return { x, y, visibility };
          }),
        };
      case 'mask': {
        const height = this.#structure.unsigned();
        const width = this.#structure.unsigned();
        return { type, size: [height, width], counts: this.#runs[this.#run++] ?? '' };
      }
      case 'cuboid2d':
        return { type, front: this.#quad(), back: this.#quad() };
      default:
        throw new InvalidInput(
          `The label document has an unknown shape type ${code}; it comes from a newer version.`,
        );
    }
  }

  #times<T>(read: () => T): T[] {
    const items: T[] = [];
    for (let left = this.#structure.unsigned(); left > 0; left--) items.push(read());
    return items;
  }

  #points(): Point[] {
    return this.#coordinates.points(this.#structure.unsigned());
  }

  #quad(): Quad {
    const next = (): Point => this.#coordinates.point();
    return [next(), next(), next(), next()];
  }

  #angle(): number {
    return this.#structure.signed() / ANGLE_STEPS;
  }
}
