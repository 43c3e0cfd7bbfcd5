import type { Point } from '../../geometry/point.ts';
import type { ExchangeObject } from '../exchange-item.ts';
import type { DatasetStream } from '../format.ts';
import { countsOf, maskPixels } from '../mask-shape.ts';
import { rleBox } from '../../geometry/rle-operations.ts';
import { xmlText } from '../xml-text.ts';

export interface CvatElement {
  tag: string;
  attributes: string;
  children: string;
}

/** A shape as CVAT elements; a polygon of several parts becomes several. Numbers have at most four digits. */
export function shapeXml(object: ExchangeObject, dataset: DatasetStream): CvatElement[] {
  const { shape } = object;
  const n = (value: number): string => String(Math.round(value * 10_000) / 10_000);
  const line = (points: readonly Point[]): string => points.map(([x, y]) => `${n(x)},${n(y)}`).join(';');
  const one = (tag: string, attributes: string, children = ''): CvatElement[] => [
    { tag, attributes: ` ${attributes}`, children },
  ];
  switch (shape.type) {
    case 'box':
      return one(
        'box',
        `xtl="${n(shape.x)}" ytl="${n(shape.y)}" xbr="${n(shape.x + shape.width)}" ybr="${n(shape.y + shape.height)}"`,
      );
    case 'rotatedBox': {
      const [w, h] = [shape.width / 2, shape.height / 2];
      const angle = ((shape.angle % 360) + 360) % 360;
      return one(
        'box',
        `xtl="${n(shape.cx - w)}" ytl="${n(shape.cy - h)}" xbr="${n(shape.cx + w)}" ybr="${n(shape.cy + h)}" rotation="${n(angle)}"`,
      );
    }
    case 'ellipse':
      return one(
        'ellipse',
        `cx="${n(shape.cx)}" cy="${n(shape.cy)}" rx="${n(shape.rx)}" ry="${n(shape.ry)}" rotation="${n(((shape.angle % 360) + 360) % 360)}"`,
      );
    case 'polygon': {
      return shape.parts.flatMap((part) => one('polygon', `points="${line(part[0])}"`));
    }
    case 'polyline':
      return one('polyline', `points="${line(shape.points)}"`);
    case 'keypoints': {
      const skeleton = dataset.ontology.classes.find((c) => c.name === object.class && c.skeleton)?.skeleton;
      if (!skeleton) {
        return one('points', `points="${line(shape.points.map((p) => [p.x, p.y]))}"`);
      }
      const children = shape.points.map(
        (point, at) =>
          `      <points label="${xmlText(skeleton.points.at(at)?.name ?? String(at))}" outside="${point.visibility === 0 ? 1 : 0}" ` +
          `occluded="${point.visibility === 1 ? 1 : 0}" points="${n(point.x)},${n(point.y)}"/>\n`,
      );
      return one('skeleton', 'points="" rotation="0"', children.join(''));
    }
    case 'cuboid2d': {
      const face = (points: readonly Point[], at: 1 | 2): string =>
        (['tl', 'tr', 'br', 'bl'] as const)
          .map((corner, i) => `x${corner}${at}="${n(points[i][0])}" y${corner}${at}="${n(points[i][1])}"`)
          .join(' ');
      return one('cuboid', `${face(shape.front, 1)} ${face(shape.back, 2)}`);
    }
    case 'mask': {
      const box = rleBox(countsOf(shape), shape.size[0]);
      const pixels = maskPixels(shape);
      const runs: number[] = [];
      let value = 0;
      let run = 0;
      for (let y = box.y; y < box.y + box.height; y++) {
        for (let x = box.x; x < box.x + box.width; x++) {
          if (pixels[y * shape.size[1] + x] === value) run++;
          else {
            runs.push(run);
            value = 1 - value;
            run = 1;
          }
        }
      }
      runs.push(run);
      return one(
        'mask',
        `rle="${runs.join(', ')}" left="${box.x}" top="${box.y}" width="${box.width}" height="${box.height}"`,
      );
    }
  }
}
