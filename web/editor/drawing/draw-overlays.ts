import type { Point } from '../../../shared/geometry/point.ts';
import { decodeRleCounts } from '../../../shared/geometry/rle-codec.ts';
import type { Rle } from '../../../shared/geometry/rle.ts';
import type { LabelObject } from '../../../shared/labels/label-object.ts';
import type { Shape } from '../../../shared/labels/shape.ts';
import type { ClassStyle } from './draw-list.ts';
import { maskOutline } from './mask-outline.ts';
import { shapeLines } from './shape-lines.ts';
import { toScreen, type View } from '../view.ts';

/** A set of objects that somebody else drew, told from others by colour and stroke. */
export interface Overlay {
  id: string;
  color: string;
  /** As `setLineDash` takes it; empty for a solid line. */
  dash: number[];
  objects: readonly LabelObject[];
}

const outlines = new WeakMap<Rle, Point[][]>();

function outlineOf(mask: Rle): Point[][] {
  const known = outlines.get(mask);
  if (known !== undefined) return known;
  const [height, width] = mask.size;
  const rings = maskOutline(decodeRleCounts(mask.counts) ?? [], height, width).flat();
  outlines.set(mask, rings);
  return rings;
}

function linesOf(shape: Shape, style: ClassStyle): { lines: Point[][]; isClosed: boolean } {
  return shape.type === 'mask'
    ? { lines: outlineOf(shape), isClosed: true }
    : shapeLines(shape, style.skeleton);
}

/** Outlines only: what lies below stays visible. */
export function drawOverlays(
  context: CanvasRenderingContext2D,
  view: View,
  overlays: readonly Overlay[],
  styleOf: (classId: string) => ClassStyle,
): void {
  for (const { color, dash, objects } of overlays) {
    context.beginPath();
    for (const { shape, classId } of objects) {
      const { lines, isClosed } = linesOf(shape, styleOf(classId));
      for (const line of lines) {
        line.forEach((point, i) => {
          const [x, y] = toScreen(view, point);
          if (i === 0) context.moveTo(x, y);
          else context.lineTo(x, y);
        });
        if (isClosed) context.closePath();
      }
    }
    context.lineJoin = 'round';
    context.lineWidth = 4;
    context.strokeStyle = 'rgb(0 0 0 / 40%)';
    context.stroke();
    context.setLineDash(dash);
    context.lineWidth = 2;
    context.strokeStyle = color;
    context.stroke();
    context.setLineDash([]);
  }
}
