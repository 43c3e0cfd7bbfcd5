import type { Point } from '../../shared/geometry/point.ts';
import type { LabelObject } from '../../shared/labels/label-object.ts';
import { shapeBounds } from '../../shared/labels/shape-bounds.ts';
import type { Shape } from '../../shared/labels/shape.ts';
import { CanvasStage } from './canvas-stage.ts';
import type { ChangeSet } from './change-set.ts';
import { DEFAULT_DISPLAY, type DisplaySettings } from './display-settings.ts';
import { DocumentStore } from './document-store.ts';
import { drawCrosshair } from './draw-crosshair.ts';
import { drawOverlays, type Overlay } from './draw-overlays.ts';
import { packDrawList, type ClassStyle } from './draw-list.ts';
import { ImageLayer } from './image-layer.ts';
import { LabelRaster } from './label-raster.ts';
import { drawLive } from './live-layer.ts';
import { changeObject, makeObject } from './object-factory.ts';
import { Observable } from './observable.ts';
import { PinOverlay, type Pin } from './pin-overlay.ts';
import { PointerInput } from './pointer-input.ts';
import { SegmentAssistant, type Segmenter } from './segment-assistant.ts';
import { snapPoint } from './snap-point.ts';
import { SpatialIndex } from './spatial-index.ts';
import { TagOverlay } from './tag-overlay.ts';
import { TOOLS_OF_SHAPE, type ToolName } from './tool-names.ts';
import { makeTool } from './tools/make-tool.ts';
import { ROTATE_REACH, SelectTool } from './tools/select-tool.ts';
import {
  clampToImage,
  type EditorClass,
  type Tool,
  type ToolHost,
  type ToolPointer,
  type ToolSettings,
} from './tools/tool.ts';
import { translateShape } from './translate-shape.ts';
import { UndoHistory } from './undo-history.ts';
import { fitBox, keepInSight, panBy, toImage, zoomAt, type Size, type View } from './view.ts';

const PICK_REACH = 5;
const SNAP_REACH = 9;
const UNKNOWN_CLASS: ClassStyle = { name: 'Unknown class', color: '#888888' };
/** Above this many, selected objects stay in the raster: they are moved rarely, and drawing them live is slow. */
const MAX_LIFTED = 200;

interface EditorOptions {
  userId: string;
  now?: () => Date;
}

/**
 * The label editor: a document, a view on its image, and tools. Knows no framework and no server; whoever embeds it
 * subscribes to the document and to the observables.
 */
export class Editor implements ToolHost {
  readonly store = new DocumentStore();
  readonly history = new UndoHistory(this.store);
  readonly index = new SpatialIndex(this.store);
  readonly selection = new Observable<readonly string[]>([]);
  readonly toolName = new Observable<ToolName>('select');
  readonly activeClassId = new Observable<string | undefined>(undefined);
  readonly hidden = new Observable<ReadonlySet<string>>(new Set());
  readonly locked = new Observable<ReadonlySet<string>>(new Set());
  /** Marks of a review by object id; shown on the tags. */
  readonly marks = new Observable<ReadonlyMap<string, 'approved' | 'rejected'>>(new Map());
  readonly display = new Observable<DisplaySettings>(DEFAULT_DISPLAY);
  readonly viewState = new Observable<View>({ scale: 1, x: 0, y: 0 });
  /** The image position under the cursor, for the read-out. */
  readonly cursorPoint = new Observable<Point | undefined>(undefined);
  readonly isReadOnly = new Observable(false);
  /** What others drew, under the live objects; never edited. */
  readonly overlays = new Observable<readonly Overlay[]>([]);
  /** Places that comments are about. */
  readonly pins = new Observable<readonly Pin[]>([]);
  /** Whether the next click answers `askPoint` instead of drawing. */
  readonly isAskingPoint = new Observable(false);
  readonly settings: ToolSettings = {
    brushSize: 40,
    brushHardness: 1,
    wandTolerance: 24,
    polygonMode: 'new',
    isSnapping: false,
    hasCrosshair: true,
  };

  readonly #userId: string;
  readonly #now: () => Date;
  readonly #tags = new TagOverlay();
  readonly #pinOverlay = new PinOverlay();
  readonly #stage: CanvasStage;
  readonly #image: ImageLayer;
  readonly #raster: LabelRaster;
  readonly #input: PointerInput;
  #assistant: SegmentAssistant | undefined;
  #onPoint: ((point: Point) => void) | undefined;
  #classes = new Map<string, EditorClass>();
  #imageSize: Size = { width: 1, height: 1 };
  #tool: Tool;
  #preview: ReadonlyMap<string, Shape> | undefined;
  #hovered: LabelObject | undefined;
  #lifted: string[] = [];
  #frame = 0;
  #isPanning = false;
  #hasFitted = false;
  #lastNudge = 0;

  constructor(container: HTMLElement, { userId, now = () => new Date() }: EditorOptions) {
    this.#userId = userId;
    this.#now = now;
    this.#stage = new CanvasStage(container, this.#tags.element, () => this.#resized());
    this.#stage.element.append(this.#pinOverlay.element);
    this.#image = new ImageLayer(() => this.redraw());
    this.#raster = new LabelRaster(() => this.redraw());
    this.#tool = makeTool('select', this);
    this.#input = new PointerInput(this.#stage.element, {
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
    this.selection.subscribe(() => this.#lift());
    this.hidden.subscribe(() => this.#lift());
    this.marks.subscribe(() => this.redraw());
    this.pins.subscribe(() => this.redraw());
    this.overlays.subscribe(() => this.redraw());
    this.display.subscribe(() => {
      this.#raster.invalidate();
      this.#showFilter();
      this.redraw();
    });
  }

  /** Rises with every change of `settings`. */
  readonly settingsVersion = new Observable(0);

  changeSettings(changes: Partial<ToolSettings>): void {
    Object.assign(this.settings, changes);
    this.settingsVersion.set(this.settingsVersion.value + 1);
    this.redraw();
  }

  // ── Image and view ──────────────────────────────────────────────────────────────────────────────────────────────

  /** Shows a picture; `size` is its upright size in px, the space of all labels. */
  async loadImage(blob: Blob, size: Size): Promise<void> {
    this.setImageSize(size);
    await this.#image.load(blob, size);
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
    return this.#stage.size;
  }

  imageSize(): Size {
    return this.#imageSize;
  }

  fit(): void {
    const { width, height } = this.#imageSize;
    if (this.#stage.size.width > 1) this.#hasFitted = true;
    this.#setView(fitBox(this.#stage.size, { x: 0, y: 0, width, height }));
  }

  oneToOne(): void {
    const { width, height } = this.#stage.size;
    const middle: Point = [width / 2, height / 2];
    // One image pixel on one device pixel.
    this.#setView(zoomAt(this.view(), middle, 1 / this.#stage.devicePixelRatio / this.view().scale));
  }

  zoomBy(factor: number): void {
    const { width, height } = this.#stage.size;
    this.#setView(zoomAt(this.view(), [width / 2, height / 2], factor));
  }

  setView(view: View): void {
    this.#setView(view);
  }

  /** Resolves when the picture on the screen shows the document and the view as they are now. */
  async whenDrawn(): Promise<void> {
    do await new Promise((resolve) => requestAnimationFrame(resolve));
    while (this.#frame !== 0 || !this.#raster.isCurrent);
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
    const margin = Math.min(this.#stage.size.width, this.#stage.size.height) / 4;
    this.#setView(fitBox(this.#stage.size, { x, y, width: right - x, height: bottom - y }, margin, 8));
  }

  /** Brings a point of the image to the middle. */
  zoomToPoint([x, y]: Point): void {
    const { width, height } = this.#stage.size;
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
    this.#classes = new Map(classes.map((item) => [item.id, item]));
    this.#repack();
  }

  classOf(classId: string): EditorClass | undefined {
    return this.#classes.get(classId);
  }

  activeClass(): EditorClass | undefined {
    return this.activeClassId.value === undefined ? undefined : this.#classes.get(this.activeClassId.value);
  }

  /** Chooses what new objects are, and the tool that draws them. */
  setActiveClass(classId: string): void {
    this.activeClassId.set(classId);
    const shape = this.#classes.get(classId)?.shape;
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
    this.#stage.element.focus({ preventScroll: true });
  }

  // ── What tools (and panels) do to the document ──────────────────────────────────────────────────────────────────

  isEditable(object: LabelObject): boolean {
    return !this.locked.value.has(object.id) && !this.hidden.value.has(object.id) && !this.isReadOnly.value;
  }

  pick(point: Point): LabelObject | undefined {
    return this.index.pick(point, {
      tolerance: PICK_REACH / this.view().scale,
      isPickable: ({ id }) => !this.hidden.value.has(id) && !this.locked.value.has(id),
      skeletonOf: ({ classId }) => this.#classes.get(classId)?.skeleton,
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
    this.#preview = shapes;
    this.redraw();
  }

  readPixels(): ImageData | undefined {
    return this.#image.readPixels();
  }

  redraw(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    this.#assistant?.destroy();
    this.#input.destroy();
    this.#raster.destroy();
    this.#image.destroy();
    this.#stage.destroy();
  }

  // ── Inside ──────────────────────────────────────────────────────────────────────────────────────────────────────

  #styleOf = (classId: string): ClassStyle => this.#classes.get(classId) ?? UNKNOWN_CLASS;

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
    if (hovered !== this.#hovered || (this.settings.hasCrosshair && this.toolName.value !== 'select')) {
      this.#hovered = hovered;
      this.redraw();
    }
    this.#showCursor();
  }

  #setView(view: View): void {
    this.viewState.set(keepInSight(view, this.#stage.size, this.#imageSize));
    this.redraw();
  }

  #resized(): void {
    if (this.#hasFitted) this.#setView(this.view());
    else this.fit();
    // A resized canvas is empty: it is drawn in this frame, not in the next, or it would flash.
    this.#draw();
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
    if (changes.origin === 'load') this.#repack();
    else {
      if (changes.deleted.length > 0) {
        this.#raster.tell({ kind: 'remove', ids: changes.deleted.map(({ object }) => object.id) });
      }
      const drawn = [
        ...changes.created.map(({ object }) => object),
        ...changes.updated.map(({ after }) => after),
      ];
      if (drawn.length > 0) this.#raster.tell({ kind: 'put', list: packDrawList(drawn, this.#styleOf) });
    }
    const kept = this.selection.value.filter((id) => this.store.get(id) !== undefined);
    if (kept.length !== this.selection.value.length) this.selection.set(kept);
    if (this.#hovered !== undefined) this.#hovered = this.store.get(this.#hovered.id);
    this.redraw();
  }

  #repack(): void {
    this.#raster.tell({ kind: 'clear' });
    this.#raster.tell({ kind: 'put', list: packDrawList([...this.store.all()], this.#styleOf) });
    this.redraw();
  }

  /** Takes selected objects out of the raster: the live layer draws them. */
  #lift(): void {
    this.#lifted = this.selection.value.length <= MAX_LIFTED ? [...this.selection.value] : [];
    this.#raster.tell({ kind: 'leaveOut', ids: [...this.hidden.value, ...this.#lifted] });
    this.redraw();
  }

  #showCursor(): void {
    const cursor = this.#onPoint === undefined ? this.#tool.cursor : 'crosshair';
    this.#stage.element.style.cursor = this.#isPanning ? 'grab' : cursor;
  }

  #showFilter(): void {
    const { brightness, contrast, saturation } = this.display.value;
    const isPlain = brightness === 100 && contrast === 100 && saturation === 100;
    this.#stage.picture.canvas.style.filter = isPlain
      ? ''
      : `brightness(${brightness}%) contrast(${contrast}%) saturate(${saturation}%)`;
  }

  #draw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const stage = this.#stage;
    const view = this.view();
    const viewport = stage.size;
    const { devicePixelRatio } = stage;
    const { fillOpacity, outlineWidth } = this.display.value;
    stage.begin(stage.picture);
    this.#image.draw(stage.picture, view, viewport, devicePixelRatio);
    stage.begin(stage.labels);
    this.#raster.request(view, viewport, { fillOpacity, outlineWidth, devicePixelRatio });
    this.#raster.draw(stage.labels, view);
    drawOverlays(stage.labels, view, this.overlays.value, this.#styleOf);
    const active = this.#activeShapes();
    drawLive(stage.labels, {
      view,
      viewport,
      devicePixelRatio,
      active,
      hovered: this.#hovered,
      hasHandles: this.toolName.value === 'select' && !this.isReadOnly.value,
      markedHandles: this.#tool instanceof SelectTool ? this.#tool.vertices : new Set(),
      rotateReach: ROTATE_REACH / view.scale,
      cursor: this.cursorPoint.value,
      styleOf: this.#styleOf,
    });
    this.#tool.paint?.(stage.labels, view);
    const at = this.cursorPoint.value;
    if (at !== undefined && this.settings.hasCrosshair && this.#tool.cursor === 'crosshair') {
      drawCrosshair(stage.labels, view, viewport, at);
    }
    this.#updateTags(active);
    this.#pinOverlay.update(this.pins.value, view);
  }

  #activeShapes(): { object: LabelObject; shape: Shape }[] {
    const ids = new Set([...this.#lifted, ...(this.#preview?.keys() ?? [])]);
    return [...ids].flatMap((id) => {
      const object = this.store.get(id);
      if (object === undefined || this.hidden.value.has(id)) return [];
      return [{ object, shape: this.#preview?.get(id) ?? object.shape }];
    });
  }

  #updateTags(active: { object: LabelObject; shape: Shape }[]): void {
    const marks = this.marks.value;
    const shapes = new Map(active.map(({ object, shape }) => [object.id, shape]));
    const wanted = new Map<string, LabelObject>(active.map(({ object }) => [object.id, object]));
    if (this.#hovered !== undefined) wanted.set(this.#hovered.id, this.#hovered);
    if (this.display.value.showNames || marks.size > 0) {
      const view = this.view();
      const [x0, y0] = toImage(view, [0, 0]);
      const [x1, y1] = toImage(view, [this.#stage.size.width, this.#stage.size.height]);
      for (const object of this.index.search(x0, y0, x1, y1)) {
        if (this.hidden.value.has(object.id)) continue;
        if (this.display.value.showNames || marks.has(object.id)) wanted.set(object.id, object);
      }
    }
    this.#tags.update(
      [...wanted.values()].map((object) => {
        const style = this.#styleOf(object.classId);
        const shape = shapes.get(object.id) ?? object.shape;
        return { object, shape, text: style.name, color: style.color, mark: marks.get(object.id) };
      }),
      this.view(),
    );
  }
}
