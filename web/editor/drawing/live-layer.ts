import type { LabelObject } from '../../../shared/labels/label-object.ts';
import type { Shape } from '../../../shared/labels/shape.ts';
import { packDrawList, type ClassStyle } from './draw-list.ts';
import { LabelPainter } from './label-painter.ts';
import { shapeHandles, type Handle } from '../shapes/shape-handles.ts';
import { shapeLines } from './shape-lines.ts';
import { toScreen, type Size, type View } from '../view.ts';

interface LiveScene {
  view: View;
  viewport: Size;
  devicePixelRatio: number;
  /** Selected objects, with the shape of the moment. */
  active: { object: LabelObject; shape: Shape }[];
  hovered: LabelObject | undefined;
  /** Grips are shown for a single selected object. */
  hasHandles: boolean;
  markedHandles: ReadonlySet<string>;
  rotateReach: number;
  /** Image px; undefined when the pointer is elsewhere. */
  cursor: readonly [number, number] | undefined;
  styleOf: (classId: string) => ClassStyle;
}

/** Above this, a shape is drawn the quick way. */
const MANY_VERTICES = 250;
/** CSS px. */
const GRIPS_AROUND_CURSOR = 60;

function shapeVertexCount(shape: Shape): number {
  if (shape.type === 'polyline') return shape.points.length;
  if (shape.type !== 'polygon') return 0;
  return shape.parts.reduce((sum, part) => sum + part.reduce((count, ring) => count + ring.length, 0), 0);
}

function pathOf(context: CanvasRenderingContext2D, view: View, shape: Shape, style: ClassStyle): boolean {
  const { lines, isClosed } = shapeLines(shape, style.skeleton);
  context.beginPath();
  for (const line of lines) {
    line.forEach((point, i) => {
      const [x, y] = toScreen(view, point);
      if (i === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    });
    if (isClosed) context.closePath();
  }
  return isClosed;
}

function drawHandle(
  context: CanvasRenderingContext2D,
  view: View,
  handle: Handle,
  isMarked: boolean,
  color: string,
): void {
  const x = handle.x * view.scale + view.x;
  const y = handle.y * view.scale + view.y;
  context.beginPath();
  if (handle.kind === 'corner' || handle.kind === 'edge') context.rect(x - 3.5, y - 3.5, 7, 7);
  else context.arc(x, y, handle.kind === 'middle' ? 2.5 : 4, 0, 2 * Math.PI);
  context.fillStyle = isMarked ? '#ffb000' : '#ffffff';
  context.globalAlpha = handle.kind === 'middle' ? 0.75 : 1;
  context.fill();
  context.lineWidth = 1.5;
  context.strokeStyle = color;
  context.stroke();
  context.globalAlpha = 1;
}

/** Draws what changes with the hand: the active objects, their grips, and the outline under the cursor. */
export function drawLive(context: CanvasRenderingContext2D, scene: LiveScene): void {
  const { view, viewport, styleOf } = scene;
  context.lineJoin = 'round';
  const selectedIds = new Set(scene.active.map(({ object }) => object.id));
  if (scene.hovered !== undefined && !selectedIds.has(scene.hovered.id)) {
    const style = styleOf(scene.hovered.classId);
    pathOf(context, view, scene.hovered.shape, style);
    context.lineWidth = 3;
    context.strokeStyle = style.color;
    context.stroke();
  }
  for (const { object, shape } of scene.active) {
    const style = styleOf(object.classId);
    if (shape.type === 'mask' || shape.type === 'keypoints') {
      const painter = new LabelPainter();
      painter.put(packDrawList([{ ...object, shape }], styleOf));
      painter.paintOver(context, view, viewport.width, viewport.height, {
        fillOpacity: 0.45,
        outlineWidth: 2,
        devicePixelRatio: scene.devicePixelRatio,
      });
      continue;
    }
    const isClosed = pathOf(context, view, shape, style);
    if (isClosed) {
      context.globalAlpha = 0.22;
      context.fillStyle = style.color;
      context.fill('evenodd');
      context.globalAlpha = 1;
    }
    // A halo and round joins for thousands of vertices would cost more than a frame.
    const isLong = shapeVertexCount(shape) > MANY_VERTICES;
    context.lineJoin = isLong ? 'bevel' : 'round';
    if (!isLong) {
      context.lineWidth = 4.5;
      context.strokeStyle = 'rgb(0 0 0 / 45%)';
      context.stroke();
    }
    context.lineWidth = 2.25;
    context.strokeStyle = style.color;
    context.stroke();
  }
  if (!scene.hasHandles || scene.active.length !== 1) return;
  const [{ object, shape }] = scene.active;
  const { color } = styleOf(object.classId);
  const handles = shapeHandles(shape, scene.rotateReach);
  // Of very many grips only those around the cursor are of use; the rest would hide the line and cost the frame.
  const isCrowded = handles.length > 2 * MANY_VERTICES;
  const reach = GRIPS_AROUND_CURSOR / view.scale;
  for (const handle of handles) {
    if (isCrowded && handle.kind !== 'rotate') {
      const { cursor } = scene;
      if (cursor === undefined || handle.kind === 'middle') continue;
      if (Math.abs(handle.x - cursor[0]) > reach || Math.abs(handle.y - cursor[1]) > reach) continue;
    }
    const x = handle.x * view.scale + view.x;
    const y = handle.y * view.scale + view.y;
    if (x < -8 || y < -8 || x > viewport.width + 8 || y > viewport.height + 8) continue;
    drawHandle(context, view, handle, scene.markedHandles.has(handle.id), color);
  }
}
