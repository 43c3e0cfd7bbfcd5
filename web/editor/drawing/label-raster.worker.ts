import { LabelPainter } from './label-painter.ts';
import type { RasterAnswer, RasterOrder } from './label-raster-protocol.ts';

/** Paints the static labels away from the page's thread, so that panning never waits for 10,000 polygons. */
const painter = new LabelPainter();
const canvas = new OffscreenCanvas(1, 1);
const context = canvas.getContext('2d');
// The page's types are loaded, not the worker's: only `postMessage` with a transfer differs.
const worker = globalThis as unknown as {
  postMessage: (message: RasterAnswer, transfer: Transferable[]) => void;
};

function paint({ view, width, height, options }: Extract<RasterOrder, { kind: 'paint' }>): void {
  if (context === null) return;
  const pixelsWide = Math.max(1, Math.round(width * options.devicePixelRatio));
  const pixelsHigh = Math.max(1, Math.round(height * options.devicePixelRatio));
  if (canvas.width !== pixelsWide || canvas.height !== pixelsHigh) {
    canvas.width = pixelsWide;
    canvas.height = pixelsHigh;
  }
  painter.paint(context, view, width, height, options);
  const bitmap = canvas.transferToImageBitmap();
  worker.postMessage({ bitmap, view, width, height }, [bitmap]);
}

addEventListener('message', ({ data }: MessageEvent<RasterOrder>) => {
  switch (data.kind) {
    case 'put':
      painter.put(data.list);
      break;
    case 'remove':
      painter.remove(data.ids);
      break;
    case 'clear':
      painter.clear();
      break;
    case 'leaveOut':
      painter.leaveOut(data.ids);
      break;
    case 'paint':
      paint(data);
      break;
  }
});
