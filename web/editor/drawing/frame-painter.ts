import type { LabelObject } from '../../../shared/labels/label-object.ts';
import type { Shape } from '../../../shared/labels/shape.ts';
import { CanvasStage } from './canvas-stage.ts';
import type { ChangeSet } from '../document/change-set.ts';
import { drawCrosshair } from './draw-crosshair.ts';
import { packDrawList } from './draw-list.ts';
import { drawOverlays } from './draw-overlays.ts';
import type { EditorState } from '../editor-state.ts';
import { ImageLayer } from './image-layer.ts';
import { LabelRaster } from './label-raster.ts';
import { drawLive } from './live-layer.ts';
import { PinOverlay } from './pin-overlay.ts';
import { TagOverlay } from './tag-overlay.ts';
import { ROTATE_REACH, SelectTool } from '../tools/select-tool.ts';
import type { Tool } from '../tools/tool.ts';
import { toImage } from '../view.ts';

/** Above this many, selected objects stay in the raster: they are moved rarely, and drawing them live is slow. */
const MAX_LIFTED = 200;

/**
 * Everything that is seen: the picture, the cached raster of the labels, the live objects above it, and the names and
 * pins as HTML. Asked to redraw, it draws once in the next frame.
 */
export class FramePainter {
  readonly stage: CanvasStage;
  readonly image: ImageLayer;
  readonly #state: EditorState;
  readonly #tool: () => Tool;
  readonly #tags = new TagOverlay();
  readonly #pinOverlay = new PinOverlay();
  readonly #raster: LabelRaster;
  #lifted: string[] = [];
  #frame = 0;

  constructor(container: HTMLElement, state: EditorState, tool: () => Tool, onResize: () => void) {
    this.#state = state;
    this.#tool = tool;
    this.stage = new CanvasStage(container, this.#tags.element, onResize);
    this.stage.element.append(this.#pinOverlay.element);
    this.image = new ImageLayer(() => this.redraw());
    this.#raster = new LabelRaster(() => this.redraw());
    state.selection.subscribe(() => this.#lift());
    state.hidden.subscribe(() => this.#lift());
    state.marks.subscribe(() => this.redraw());
    state.pins.subscribe(() => this.redraw());
    state.overlays.subscribe(() => this.redraw());
    state.display.subscribe(() => {
      this.#raster.invalidate();
      this.#showFilter();
      this.redraw();
    });
  }

  redraw(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.draw());
  }

  /** Resolves when the picture on the screen shows the document and the view as they are now. */
  async whenDrawn(): Promise<void> {
    do await new Promise((resolve) => requestAnimationFrame(resolve));
    while (this.#frame !== 0 || !this.#raster.isCurrent);
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    this.#raster.destroy();
    this.image.destroy();
    this.stage.destroy();
  }

  /** Brings a change of the document into the raster. */
  show(changes: ChangeSet): void {
    if (changes.origin === 'load') this.repack();
    else {
      if (changes.deleted.length > 0) {
        this.#raster.tell({ kind: 'remove', ids: changes.deleted.map(({ object }) => object.id) });
      }
      const drawn = [
        ...changes.created.map(({ object }) => object),
        ...changes.updated.map(({ after }) => after),
      ];
      if (drawn.length > 0)
        this.#raster.tell({ kind: 'put', list: packDrawList(drawn, this.#state.styleOf) });
    }
    this.redraw();
  }

  /** Draws every object anew: another document, or other looks of the classes. */
  repack(): void {
    this.#raster.tell({ kind: 'clear' });
    this.#raster.tell({ kind: 'put', list: packDrawList([...this.#state.store.all()], this.#state.styleOf) });
    this.redraw();
  }

  /** Takes selected objects out of the raster: the live layer draws them. */
  #lift(): void {
    this.#lifted = this.#state.selection.value.length <= MAX_LIFTED ? [...this.#state.selection.value] : [];
    this.#raster.tell({ kind: 'leaveOut', ids: [...this.#state.hidden.value, ...this.#lifted] });
    this.redraw();
  }

  #showFilter(): void {
    const { brightness, contrast, saturation } = this.#state.display.value;
    const isPlain = brightness === 100 && contrast === 100 && saturation === 100;
    this.stage.picture.canvas.style.filter = isPlain
      ? ''
      : `brightness(${brightness}%) contrast(${contrast}%) saturate(${saturation}%)`;
  }

  /** Draws now, in this frame. */
  draw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const tool = this.#tool();
    const stage = this.stage;
    const view = this.#state.viewState.value;
    const viewport = stage.size;
    const { devicePixelRatio } = stage;
    const { fillOpacity, outlineWidth } = this.#state.display.value;
    stage.begin(stage.picture);
    this.image.draw(stage.picture, view, viewport, devicePixelRatio);
    stage.begin(stage.labels);
    this.#raster.request(view, viewport, { fillOpacity, outlineWidth, devicePixelRatio });
    this.#raster.draw(stage.labels, view);
    drawOverlays(stage.labels, view, this.#state.overlays.value, this.#state.styleOf);
    const active = this.#activeShapes();
    drawLive(stage.labels, {
      view,
      viewport,
      devicePixelRatio,
      active,
      hovered: this.#state.hovered,
      hasHandles: this.#state.toolName.value === 'select' && !this.#state.isReadOnly.value,
      markedHandles: tool instanceof SelectTool ? tool.vertices : new Set(),
      rotateReach: ROTATE_REACH / view.scale,
      cursor: this.#state.cursorPoint.value,
      styleOf: this.#state.styleOf,
    });
    tool.paint?.(stage.labels, view);
    const at = this.#state.cursorPoint.value;
    if (at !== undefined && this.#state.settings.hasCrosshair && tool.cursor === 'crosshair') {
      drawCrosshair(stage.labels, view, viewport, at);
    }
    this.#updateTags(active);
    this.#pinOverlay.update(this.#state.pins.value, view);
  }

  #activeShapes(): { object: LabelObject; shape: Shape }[] {
    const ids = new Set([...this.#lifted, ...(this.#state.previewShapes?.keys() ?? [])]);
    return [...ids].flatMap((id) => {
      const object = this.#state.store.get(id);
      if (object === undefined || this.#state.hidden.value.has(id)) return [];
      return [{ object, shape: this.#state.previewShapes?.get(id) ?? object.shape }];
    });
  }

  #updateTags(active: { object: LabelObject; shape: Shape }[]): void {
    const marks = this.#state.marks.value;
    const shapes = new Map(active.map(({ object, shape }) => [object.id, shape]));
    const wanted = new Map<string, LabelObject>(active.map(({ object }) => [object.id, object]));
    if (this.#state.hovered !== undefined) wanted.set(this.#state.hovered.id, this.#state.hovered);
    if (this.#state.display.value.showNames || marks.size > 0) {
      const view = this.#state.viewState.value;
      const [x0, y0] = toImage(view, [0, 0]);
      const [x1, y1] = toImage(view, [this.stage.size.width, this.stage.size.height]);
      for (const object of this.#state.index.search(x0, y0, x1, y1)) {
        if (this.#state.hidden.value.has(object.id)) continue;
        if (this.#state.display.value.showNames || marks.has(object.id)) wanted.set(object.id, object);
      }
    }
    this.#tags.update(
      [...wanted.values()].map((object) => {
        const style = this.#state.styleOf(object.classId);
        const shape = shapes.get(object.id) ?? object.shape;
        return { object, shape, text: style.name, color: style.color, mark: marks.get(object.id) };
      }),
      this.#state.viewState.value,
    );
  }
}
