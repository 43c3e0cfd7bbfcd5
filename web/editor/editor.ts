import type { Point } from '../../shared/geometry/point.ts';
import type { LabelContent } from '../../shared/labels/label-document.ts';
import type { Shape } from '../../shared/labels/shape.ts';
import { Camera } from './camera.ts';
import type { ChangeSet } from './document/change-set.ts';
import type { Picture } from './drawing/decode-picture.ts';
import { DocumentEditing } from './document/document-editing.ts';
import { EditorKeys } from './editor-keys.ts';
import { FramePainter } from './drawing/frame-painter.ts';
import { PointerInput } from './pointer-input.ts';
import { SegmentAssistant, type Segmenter } from './segmenting/segment-assistant.ts';
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
import { toImage, type Size } from './view.ts';

interface EditorOptions {
  userId: string;
  now?: () => Date;
}

/**
 * The label editor: a document, a view on its image, and tools. Knows no framework and no server; whoever embeds it
 * subscribes to the document and to the observables.
 */
export class Editor extends DocumentEditing implements ToolHost {
  readonly camera: Camera;
  readonly keys: EditorKeys;
  readonly #painter: FramePainter;
  readonly #input: PointerInput;
  #onPoint: ((point: Point) => void) | undefined;
  #tool: Tool;
  #isPanning = false;

  constructor(container: HTMLElement, options: EditorOptions) {
    super(options);
    this.#painter = new FramePainter(
      container,
      this,
      () => this.#tool,
      () => {
        this.camera.resized();
        // A resized canvas is empty: it is drawn in this frame, not in the next, or it would flash.
        this.#painter.draw();
      },
    );
    this.camera = new Camera(this, this.#painter.stage, () => this.redraw());
    this.#tool = makeTool('select', this);
    this.#input = new PointerInput(this.#painter.stage.element, {
      panBy: (dx, dy) => this.camera.panBy(dx, dy),
      zoomAt: (screen, factor) => this.camera.zoomAt(screen, factor),
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
    this.keys = new EditorKeys({
      editing: this,
      tool: () => this.#tool,
      rest: () => this.setTool('select'),
      setSpace: (isDown) => this.#input.setSpace(isDown),
    });
    this.store.subscribe((changes) => this.#documentChanged(changes));
  }

  // ── Picture and document ────────────────────────────────────────────────────────────────────────────────────────

  /** The space of the labels, before its picture is there: whatever picture was shown goes. */
  setImageSize(size: Size): void {
    this.size = size;
    this.#painter.image.show(undefined);
    this.camera.fit();
  }

  /** Shows a picture, which is the editor's own from now on. */
  showPicture(picture: Picture): void {
    const { width, height } = this.size;
    if (picture.size.width !== width || picture.size.height !== height) this.setImageSize(picture.size);
    this.#painter.image.show(picture);
  }

  override load(content: LabelContent): void {
    this.#tool.cancel();
    super.load(content);
  }

  viewport(): Size {
    return this.#painter.stage.size;
  }

  /** Resolves when the picture on the screen shows the document and the view as they are now. */
  whenDrawn(): Promise<void> {
    return this.#painter.whenDrawn();
  }

  readPixels(): ImageData | undefined {
    return this.#painter.image.readPixels();
  }

  redraw(): void {
    this.#painter.redraw();
  }

  preview(shapes: ReadonlyMap<string, Shape> | undefined): void {
    this.previewShapes = shapes;
    this.redraw();
  }

  destroy(): void {
    this.assistant?.destroy();
    this.#input.destroy();
    this.#painter.destroy();
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

  changeSettings(changes: Partial<ToolSettings>): void {
    Object.assign(this.settings, changes);
    this.settingsVersion.set(this.settingsVersion.value + 1);
    this.redraw();
  }

  setTool(name: ToolName): void {
    this.#tool.cancel();
    this.#tool = makeTool(name, this);
    this.toolName.set(name);
    this.#showCursor();
    this.redraw();
  }

  get assistant(): SegmentAssistant | undefined {
    return this.assistantNow.value;
  }

  /** Brings a model for this picture; undefined takes it away, and its tool with it. */
  setSegmenter(segmenter: Segmenter | undefined): void {
    const isInUse = this.toolName.value === 'sam';
    if (isInUse) this.#tool.cancel();
    this.assistant?.destroy();
    this.assistantNow.set(segmenter === undefined ? undefined : new SegmentAssistant(segmenter));
    if (isInUse) this.setTool(segmenter === undefined ? 'select' : 'sam');
  }

  /** Hands the next click on the image to `onPoint` instead of the tool; undefined takes the question back. */
  askPoint(onPoint: ((point: Point) => void) | undefined): void {
    this.#onPoint = onPoint;
    this.isAskingPoint.set(onPoint !== undefined);
    this.#showCursor();
  }

  undo(): void {
    if (!this.#tool.cancel() && !this.isReadOnly.value) this.history.undo();
  }

  redo(): void {
    if (!this.isReadOnly.value) this.history.redo();
  }

  focus(): void {
    this.#painter.stage.element.focus({ preventScroll: true });
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
    const point = clampToImage(toImage(this.view(), screen), this.size);
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
