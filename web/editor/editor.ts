import type { Point } from '../../shared/geometry/point.ts';
import type { LabelObject } from '../../shared/labels/label-object.ts';
import { shapeBounds } from '../../shared/labels/shape-bounds.ts';
import type { Shape } from '../../shared/labels/shape.ts';
import type { ChangeSet } from './change-set.ts';
import { EditorState } from './editor-state.ts';
import { FramePainter } from './frame-painter.ts';
import { changeObject, makeObject } from './object-factory.ts';
import { PointerInput } from './pointer-input.ts';
import { SegmentAssistant, type Segmenter } from './segment-assistant.ts';
import { snapPoint } from './snap-point.ts';
import { TOOLS_OF_SHAPE, type ToolName } from './tool-names.ts';
import { makeTool } from './tools/make-tool.ts';
import {
  clampToImage,
  type EditorClass,
  type Tool,
  type ToolHost,
  type ToolPointer,
  type ToolSettings,
} from './tools/tool.ts';
import { translateShape } from './translate-shape.ts';
import { fitBox, keepInSight, panBy, toImage, zoomAt, type Size, type View } from './view.ts';

const PICK_REACH = 5;
const SNAP_REACH = 9;

interface EditorOptions {
  userId: string;
  now?: () => Date;
}

/**
 * The label editor: a document, a view on its image, and tools. Knows no framework and no server; whoever embeds it
 * subscribes to the document and to the observables.
 */
export class Editor extends EditorState implements ToolHost {
  readonly #userId: string;
  readonly #now: () => Date;
  readonly #painter: FramePainter;
  readonly #input: PointerInput;
  #assistant: SegmentAssistant | undefined;
  #onPoint: ((point: Point) => void) | undefined;
  #imageSize: Size = { width: 1, height: 1 };
  #tool: Tool;
  #isPanning = false;
  #hasFitted = false;
  #lastNudge = 0;

  constructor(container: HTMLElement, { userId, now = () => new Date() }: EditorOptions) {
    super();
    this.#userId = userId;
    this.#now = now;
    this.#painter = new FramePainter(
      container,
      this,
      () => this.#tool,
      () => this.#resized(),
    );
    this.#tool = makeTool('select', this);
    this.#input = new PointerInput(this.#painter.stage.element, {
      panBy: (dx, dy) => this.#setView(panBy(this.view(), dx, dy)),
      zoomAt: (screen, factor) => this.#setView(zoomAt(this.view(), screen, factor)),
      toolDown: (event, screen) => this.#pressed(event, screen),
      toolMove: (event, screen) => this.#moved(event, screen),
      toolUp: (event, screen) => this.#tool.up?.(this.#pointer(event, screen)),
      toolDoubleClick: (event, screen) => this.#tool.doubleClick?.(this.#pointer(event, screen)),
      leave: () => this.cursorPoint.set(undefined),
      setPanning: (isPanning) => {
        this.#isPanning = isPanning;
        this.#showCursor();
      },
    });
    this.store.subscribe((changes) => this.#documentChanged(changes));
  }

  changeSettings(changes: Partial<ToolSettings>): void {
    Object.assign(this.settings, changes);
    this.settingsVersion.set(this.settingsVersion.value + 1);
    this.redraw();
  }

  // ── Image and view ──────────────────────────────────────────────────────────────────────────────────────────────

  /** Shows a picture; `size` is its upright size in px, the space of all labels. */
  async loadImage(blob: Blob, size: Size): Promise<void> {
    this.setImageSize(size);
    await this.#painter.image.load(blob, size);
  }

  /** The space of the labels before (or without) its picture. */
  setImageSize(size: Size): void {
    this.#imageSize = size;
    this.#hasFitted = false;
    this.fit();
  }

  view(): View {
    return this.viewState.value;
  }

  viewport(): Size {
    return this.#painter.stage.size;
  }

  imageSize(): Size {
    return this.#imageSize;
  }

  fit(): void {
    const { width, height } = this.#imageSize;
    if (this.#painter.stage.size.width > 1) this.#hasFitted = true;
    this.#setView(fitBox(this.#painter.stage.size, { x: 0, y: 0, width, height }));
  }

  oneToOne(): void {
    const { width, height } = this.#painter.stage.size;
    const middle: Point = [width / 2, height / 2];
    // One image pixel on one device pixel.
    this.#setView(zoomAt(this.view(), middle, 1 / this.#painter.stage.devicePixelRatio / this.view().scale));
  }

  zoomBy(factor: number): void {
    const { width, height } = this.#painter.stage.size;
    this.#setView(zoomAt(this.view(), [width / 2, height / 2], factor));
  }

  setView(view: View): void {
    this.#setView(view);
  }

  /** Resolves when the picture on the screen shows the document and the view as they are now. */
  whenDrawn(): Promise<void> {
    return this.#painter.whenDrawn();
  }

  /** Brings objects into view, with room around them. */
  zoomTo(ids: readonly string[]): void {
    this.zoomToShapes(ids.flatMap((id) => this.store.get(id)?.shape ?? []));
  }

  zoomToShapes(shapes: readonly Shape[]): void {
    const boxes = shapes.map(shapeBounds);
    if (boxes.length === 0) return;
    const x = Math.min(...boxes.map((box) => box.x));
    const y = Math.min(...boxes.map((box) => box.y));
    const right = Math.max(...boxes.map((box) => box.x + box.width));
    const bottom = Math.max(...boxes.map((box) => box.y + box.height));
    const margin = Math.min(this.#painter.stage.size.width, this.#painter.stage.size.height) / 4;
    this.#setView(
      fitBox(this.#painter.stage.size, { x, y, width: right - x, height: bottom - y }, margin, 8),
    );
  }

  /** Brings a point of the image to the middle. */
  zoomToPoint([x, y]: Point): void {
    const { width, height } = this.#painter.stage.size;
    const { scale } = this.view();
    this.#setView({ scale, x: width / 2 - x * scale, y: height / 2 - y * scale });
  }

  /** Hands the next click on the image to `onPoint` instead of the tool; undefined takes the question back. */
  askPoint(onPoint: ((point: Point) => void) | undefined): void {
    this.#onPoint = onPoint;
    this.isAskingPoint.set(onPoint !== undefined);
    this.#showCursor();
  }

  // ── Classes and tools ───────────────────────────────────────────────────────────────────────────────────────────

  setClasses(classes: readonly EditorClass[]): void {
    this.classes = new Map(classes.map((item) => [item.id, item]));
    this.#painter.repack();
  }

  /** Chooses what new objects are, and the tool that draws them. */
  setActiveClass(classId: string): void {
    this.activeClassId.set(classId);
    const shape = this.classes.get(classId)?.shape;
    if (shape !== undefined && !this.isReadOnly.value) this.setTool(TOOLS_OF_SHAPE[shape][0]);
  }

  get assistant(): SegmentAssistant | undefined {
    return this.#assistant;
  }

  /** Brings a model for this picture; undefined takes it away, and its tool with it. */
  setSegmenter(segmenter: Segmenter | undefined): void {
    if (this.toolName.value === 'sam') this.setTool('select');
    this.#assistant?.destroy();
    this.#assistant = segmenter === undefined ? undefined : new SegmentAssistant(segmenter);
  }

  setTool(name: ToolName): void {
    this.#tool.cancel();
    this.#tool = makeTool(name, this);
    this.toolName.set(name);
    this.#showCursor();
    this.redraw();
  }

  /** Gives a key to the tool, then to the editor; true when it was used. */
  handleKey(event: {
    key: string;
    shiftKey: boolean;
    altKey: boolean;
    ctrlKey: boolean;
    metaKey: boolean;
  }): boolean {
    const ctrl = event.ctrlKey || event.metaKey;
    const { key } = event;
    if (key === ' ') {
      this.#input.setSpace(true);
      return true;
    }
    if (!this.isReadOnly.value) {
      if (this.#tool.key?.({ key, shift: event.shiftKey, alt: event.altKey, ctrl }) === true) return true;
      if (key.startsWith('Arrow') && this.selection.value.length > 0) {
        this.#nudge(key, event.shiftKey ? 10 : event.altKey ? 0.1 : 1);
        return true;
      }
      if ((key === 'Delete' || key === 'Backspace') && this.selection.value.length > 0) {
        this.remove(this.selection.value);
        return true;
      }
    }
    if (key === 'Escape') {
      if (this.#tool.cancel()) return true;
      if (this.selection.value.length > 0) this.selection.set([]);
      else if (this.toolName.value !== 'select') this.setTool('select');
      else return false;
      return true;
    }
    return false;
  }

  /** Gives a key only to the tool at work; true when it was used. */
  handleToolKey(event: { key: string; shiftKey: boolean; altKey: boolean; ctrlKey: boolean }): boolean {
    if (this.isReadOnly.value) return false;
    const { key, shiftKey: shift, altKey: alt, ctrlKey: ctrl } = event;
    return this.#tool.key?.({ key, shift, alt, ctrl }) === true;
  }

  handleKeyUp(event: { key: string }): void {
    if (event.key === ' ') this.#input.setSpace(false);
  }

  focus(): void {
    this.#painter.stage.element.focus({ preventScroll: true });
  }

  // ── What tools (and panels) do to the document ──────────────────────────────────────────────────────────────────

  isEditable(object: LabelObject): boolean {
    return !this.locked.value.has(object.id) && !this.hidden.value.has(object.id) && !this.isReadOnly.value;
  }

  pick(point: Point): LabelObject | undefined {
    return this.index.pick(point, {
      tolerance: PICK_REACH / this.view().scale,
      isPickable: ({ id }) => !this.hidden.value.has(id) && !this.locked.value.has(id),
      skeletonOf: ({ classId }) => this.classes.get(classId)?.skeleton,
    });
  }

  snap(point: Point, exclude?: ReadonlySet<string>): Point {
    if (!this.settings.isSnapping) return point;
    return snapPoint(this.index, point, SNAP_REACH / this.view().scale, this.#imageSize, exclude);
  }

  create(shape: Shape): LabelObject | undefined {
    const active = this.activeClass();
    if (active === undefined || this.isReadOnly.value) return undefined;
    const object = makeObject(active.id, shape, this.#userId, this.#now());
    this.store.apply({ create: [object] });
    this.selection.set([object.id]);
    return object;
  }

  reshape(changes: { object: LabelObject; shape: Shape }[]): void {
    this.store.apply({
      update: changes.map(({ object, shape }) => changeObject(object, { shape }, this.#userId, this.#now())),
    });
  }

  change(ids: readonly string[], changes: Partial<Pick<LabelObject, 'classId' | 'attributes'>>): void {
    if (this.isReadOnly.value) return;
    const update = ids.flatMap((id) => {
      const object = this.store.get(id);
      return object === undefined ? [] : [changeObject(object, changes, this.#userId, this.#now())];
    });
    this.store.apply({ update });
  }

  remove(ids: readonly string[]): void {
    const removable = ids.filter((id) => {
      const object = this.store.get(id);
      return object !== undefined && this.isEditable(object);
    });
    this.store.apply({ remove: removable });
  }

  undo(): void {
    if (!this.#tool.cancel() && !this.isReadOnly.value) this.history.undo();
  }

  redo(): void {
    if (!this.isReadOnly.value) this.history.redo();
  }

  preview(shapes: ReadonlyMap<string, Shape> | undefined): void {
    this.previewShapes = shapes;
    this.redraw();
  }

  readPixels(): ImageData | undefined {
    return this.#painter.image.readPixels();
  }

  redraw(): void {
    this.#painter.redraw();
  }

  destroy(): void {
    this.#assistant?.destroy();
    this.#input.destroy();
    this.#painter.destroy();
  }

  // ── Inside ──────────────────────────────────────────────────────────────────────────────────────────────────────

  #pointer(event: MouseEvent, screen: Point): ToolPointer {
    const isSelecting = this.toolName.value === 'select';
    const point = toImage(this.view(), screen);
    return {
      // The select tool snaps what it drags, not where it is pressed.
      point: isSelecting ? point : this.snap(point),
      screen,
      shift: event.shiftKey,
      alt: event.altKey,
      ctrl: event.ctrlKey || event.metaKey,
    };
  }

  #pressed(event: PointerEvent, screen: Point): void {
    const onPoint = this.#onPoint;
    if (onPoint === undefined) {
      this.#tool.down?.(this.#pointer(event, screen));
      return;
    }
    const point = clampToImage(toImage(this.view(), screen), this.#imageSize);
    this.askPoint(undefined);
    onPoint(point);
  }

  #moved(event: PointerEvent, screen: Point): void {
    const pointer = this.#pointer(event, screen);
    this.cursorPoint.set(pointer.point);
    this.#tool.move?.(pointer);
    const hovered =
      this.toolName.value === 'select' && event.buttons === 0 ? this.pick(pointer.point) : undefined;
    if (hovered !== this.hovered || (this.settings.hasCrosshair && this.toolName.value !== 'select')) {
      this.hovered = hovered;
      this.redraw();
    }
    this.#showCursor();
  }

  #setView(view: View): void {
    this.viewState.set(keepInSight(view, this.#painter.stage.size, this.#imageSize));
    this.redraw();
  }

  #resized(): void {
    if (this.#hasFitted) this.#setView(this.view());
    else this.fit();
    // A resized canvas is empty: it is drawn in this frame, not in the next, or it would flash.
    this.#painter.draw();
  }

  #nudge(key: string, step: number): void {
    const dx = key === 'ArrowLeft' ? -step : key === 'ArrowRight' ? step : 0;
    const dy = key === 'ArrowUp' ? -step : key === 'ArrowDown' ? step : 0;
    const before = this.selection.value.flatMap((id) => {
      const object = this.store.get(id);
      return object === undefined || !this.isEditable(object) ? [] : [object];
    });
    if (before.length === 0) return;
    this.reshape(before.map((object) => ({ object, shape: translateShape(object.shape, dx, dy) })));
    const now = performance.now();
    if (now - this.#lastNudge < 600) this.history.joinLastTwo();
    this.#lastNudge = now;
  }

  #documentChanged(changes: ChangeSet): void {
    this.#painter.show(changes);
    const kept = this.selection.value.filter((id) => this.store.get(id) !== undefined);
    if (kept.length !== this.selection.value.length) this.selection.set(kept);
    if (this.hovered !== undefined) this.hovered = this.store.get(this.hovered.id);
  }

  #showCursor(): void {
    const cursor = this.#onPoint === undefined ? this.#tool.cursor : 'crosshair';
    this.#painter.stage.element.style.cursor = this.#isPanning ? 'grab' : cursor;
  }
}
