import type { Point } from '../../../shared/geometry/point.ts';
import { toScreen, type View } from '../view.ts';

interface DraftLook {
  color: string;
  isClosed?: boolean;
  hasDots?: boolean;
}

/** Draws a line that is being made: bright over a dark halo, so that it shows on every picture. */
export function paintDraft(
  context: CanvasRenderingContext2D,
  view: View,
  points: readonly Point[],
  look: DraftLook,
): void {
  if (points.length === 0) return;
  const screen = points.map((point) => toScreen(view, point));
  context.beginPath();
  screen.forEach(([x, y], i) => (i === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
  if (look.isClosed === true) context.closePath();
  context.lineJoin = 'round';
  context.lineWidth = 4;
  context.strokeStyle = 'rgb(0 0 0 / 45%)';
  context.stroke();
  context.lineWidth = 1.75;
  context.strokeStyle = look.color;
  context.stroke();
  if (look.hasDots !== true) return;
  screen.forEach(([x, y], i) => {
    context.beginPath();
    context.arc(x, y, i === 0 ? 5 : 3.5, 0, 2 * Math.PI);
    context.fillStyle = '#ffffff';
    context.fill();
    context.lineWidth = 1.5;
    context.stroke();
  });
}
