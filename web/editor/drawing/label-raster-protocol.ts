import type { DrawList } from './draw-list.ts';
import type { PaintOptions } from './label-painter.ts';
import type { View } from '../view.ts';

/** What the page tells the raster worker. */
export type RasterOrder =
  | { kind: 'put'; list: DrawList }
  | { kind: 'remove'; ids: string[] }
  | { kind: 'clear' }
  | { kind: 'leaveOut'; ids: string[] }
  | { kind: 'paint'; view: View; width: number; height: number; options: PaintOptions };

/** What comes back for each `paint`. */
export interface RasterAnswer {
  bitmap: ImageBitmap;
  view: View;
  width: number;
  height: number;
}
