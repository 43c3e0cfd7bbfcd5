import type { Point } from '../../../shared/geometry/point.ts';
import type { LabelObject } from '../../../shared/labels/label-object.ts';
import type { Shape, ShapeType } from '../../../shared/labels/shape.ts';
import type { ClassStyle } from '../drawing/draw-list.ts';
import type { DocumentStore } from '../document/document-store.ts';
import type { Observable } from '../observable.ts';
import type { SegmentAssistant } from '../segmenting/segment-assistant.ts';
import type { SpatialIndex } from '../shapes/spatial-index.ts';
import type { Size, View } from '../view.ts';

/** A class as the editor needs it. */
export interface EditorClass extends ClassStyle {
  id: string;
  shape: ShapeType;
  /** Names of the skeleton's points, in order. */
  pointNames?: string[];
}

/** A pointer event in both spaces. `point` is the image position, snapped when snapping is on. */
export interface ToolPointer {
  point: Point;
  screen: Point;
  shift: boolean;
  alt: boolean;
  ctrl: boolean;
}

export interface ToolSettings {
  /** Diameter, image px. */
  brushSize: number;
  /** 0–1 */
  brushHardness: number;
  /** 0–255 per channel. */
  wandTolerance: number;
  /** What a closed polygon does to the selected one. */
  polygonMode: 'new' | 'add' | 'cut';
  isSnapping: boolean;
  hasCrosshair: boolean;
}

/** What a tool may see and do. */
export interface ToolHost {
  readonly store: DocumentStore;
  readonly index: SpatialIndex;
  readonly selection: Observable<readonly string[]>;
  readonly settings: Readonly<ToolSettings>;
  /** A segmentation model, where there is one. */
  readonly assistant: SegmentAssistant | undefined;
  changeSettings(changes: Partial<ToolSettings>): void;
  view(): View;
  imageSize(): Size;
  activeClass(): EditorClass | undefined;
  classOf(classId: string): EditorClass | undefined;
  isEditable(object: LabelObject): boolean;
  pick(point: Point): LabelObject | undefined;
  snap(point: Point, exclude?: ReadonlySet<string>): Point;
  /** Adds an object of the active class, selects it, and returns it. */
  create(shape: Shape): LabelObject | undefined;
  /** Writes new shapes as one step. */
  reshape(changes: { object: LabelObject; shape: Shape }[]): void;
  remove(ids: readonly string[]): void;
  /** Shapes to draw instead of the kept ones, by object id, while something is dragged. */
  preview(shapes: ReadonlyMap<string, Shape> | undefined): void;
  readPixels(): ImageData | undefined;
  redraw(): void;
}

/** A tool is a small state machine fed with pointer and key events. */
export interface Tool {
  readonly cursor: string;
  down?(pointer: ToolPointer): void;
  /** Also called while no button is down. */
  move?(pointer: ToolPointer): void;
  up?(pointer: ToolPointer): void;
  doubleClick?(pointer: ToolPointer): void;
  /** True when the key was used. */
  key?(event: { key: string; shift: boolean; alt: boolean; ctrl: boolean }): boolean;
  /** Gives up what is being drawn; true when there was something. */
  cancel(): boolean;
  /** Draws on the live layer, in CSS px of the viewport. */
  paint?(context: CanvasRenderingContext2D, view: View): void;
}

/** Keeps a point within the image: labels do not leave it. */
export function clampToImage([x, y]: Point, { width, height }: Size): Point {
  return [Math.min(width, Math.max(0, x)), Math.min(height, Math.max(0, y))];
}
