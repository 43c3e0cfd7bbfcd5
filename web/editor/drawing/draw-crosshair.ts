import type { Point } from '../../../shared/geometry/point.ts';
import { toScreen, type Size, type View } from '../view.ts';

/** Two dashed lines through `at` (image px) across the whole viewport. */
export function drawCrosshair(
  context: CanvasRenderingContext2D,
  view: View,
  viewport: Size,
  at: Point,
): void {
  const [x, y] = toScreen(view, at).map((value) => Math.round(value) + 0.5);
  context.beginPath();
  context.moveTo(x, 0);
  context.lineTo(x, viewport.height);
  context.moveTo(0, y);
  context.lineTo(viewport.width, y);
  context.lineWidth = 1;
  context.strokeStyle = 'rgb(255 255 255 / 55%)';
  context.setLineDash([4, 4]);
  context.stroke();
  context.setLineDash([]);
}
