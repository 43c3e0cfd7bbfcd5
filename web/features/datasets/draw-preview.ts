import type { LabelPreview } from '../../api/label-preview.ts';

/** Like CSS `object-fit`: cut at the edges, or whole with bars. */
export type Fit = 'cover' | 'contain';

interface Size {
  width: number;
  height: number;
}

/** Where image pixels lie in a box that shows the image centred: `x * scale + left`. */
export function placeImage(image: Size, box: Size, fit: Fit): { scale: number; left: number; top: number } {
  const ratios = [box.width / image.width, box.height / image.height];
  const scale = fit === 'cover' ? Math.max(...ratios) : Math.min(...ratios);
  return {
    scale,
    left: (box.width - image.width * scale) / 2,
    top: (box.height - image.height * scale) / 2,
  };
}

/** Draws lines, dots for single points, and a faint filling inside of what is closed. */
export function drawPreview(
  canvas: HTMLCanvasElement,
  { drawn }: LabelPreview,
  image: Size,
  fit: Fit,
  colors: ReadonlyMap<string, string>,
): void {
  const context = canvas.getContext('2d');
  const box = { width: canvas.clientWidth, height: canvas.clientHeight };
  if (context === null || box.width === 0 || image.width === 0) return;
  const density = devicePixelRatio;
  canvas.width = Math.round(box.width * density);
  canvas.height = Math.round(box.height * density);
  const { scale, left, top } = placeImage(image, box, fit);
  context.setTransform(density, 0, 0, density, 0, 0);
  context.lineWidth = 1.5;
  context.lineJoin = 'round';
  for (const { classId, lines } of drawn) {
    const color = colors.get(classId) ?? '#888888';
    context.strokeStyle = color;
    context.fillStyle = color;
    context.beginPath();
    for (const { points, isClosed } of lines) {
      for (let i = 0; i < points.length; i += 2) {
        const x = points[i] * scale + left;
        const y = points[i + 1] * scale + top;
        if (points.length === 2) context.roundRect(x - 2, y - 2, 4, 4, 2);
        else if (i === 0) context.moveTo(x, y);
        else context.lineTo(x, y);
      }
      if (isClosed) context.closePath();
    }
    context.globalAlpha = 0.16;
    if (lines.some(({ isClosed, points }) => isClosed || points.length === 2)) context.fill('evenodd');
    context.globalAlpha = 1;
    context.stroke();
  }
}
