import type { Point } from '../../../shared/geometry/point.ts';
import type { LabelObject } from '../../../shared/labels/label-object.ts';
import { shapeBounds } from '../../../shared/labels/shape-bounds.ts';
import type { Shape } from '../../../shared/labels/shape.ts';
import { deleteVertices, insertVertex } from '../shapes/edit-vertices.ts';
import { moveHandle } from '../shapes/move-handle.ts';
import { shapeHandles, type Handle } from '../shapes/shape-handles.ts';
import { sharedVertices } from '../shapes/shared-vertices.ts';
import { translateShape } from '../shapes/translate-shape.ts';
import { toScreen, type View } from '../view.ts';
import { clampToImage, type Tool, type ToolHost, type ToolPointer } from './tool.ts';

/** CSS px. */
const HANDLE_REACH = 8;
const DRAG_DISTANCE = 3;
export const ROTATE_REACH = 26;

type State =
  | { kind: 'idle' }
  | { kind: 'press'; from: ToolPointer; objects: LabelObject[] }
  | { kind: 'move'; from: ToolPointer; objects: LabelObject[]; shapes: Map<string, Shape> }
  | {
      kind: 'handle';
      from: ToolPointer;
      object: LabelObject;
      shape: Shape;
      ids: string[];
      grip: Point;
      shapes?: Map<string, Shape>;
    }
  | { kind: 'marquee'; from: ToolPointer; to: ToolPointer };

/**
 * Select and edit: click (Shift adds), drag to move, grips to resize, turn and bend; a middle grip inserts a vertex,
 * Alt-click on a vertex deletes it, Shift-click on vertices gathers several to drag or delete together; a drag from
 * nowhere selects what it encloses.
 */
export class SelectTool implements Tool {
  cursor = 'default';
  readonly #host: ToolHost;
  #state: State = { kind: 'idle' };
  #vertices = new Set<string>();

  constructor(host: ToolHost) {
    this.#host = host;
  }

  /** Handles of the vertices gathered by Shift-click. */
  get vertices(): ReadonlySet<string> {
    return this.#vertices;
  }

  down(pointer: ToolPointer): void {
    const grip = this.#handleAt(pointer);
    if (grip !== undefined) {
      this.#pressHandle(pointer, grip.object, grip.handle);
      return;
    }
    this.#vertices.clear();
    const { selection } = this.#host;
    const picked = this.#host.pick(pointer.point);
    if (picked === undefined) {
      if (!pointer.shift) selection.set([]);
      this.#state = { kind: 'marquee', from: pointer, to: pointer };
      return;
    }
    const isSelected = selection.value.includes(picked.id);
    if (pointer.shift) {
      selection.set(
        isSelected ? selection.value.filter((id) => id !== picked.id) : [...selection.value, picked.id],
      );
    } else if (!isSelected) selection.set([picked.id]);
    this.#state = { kind: 'press', from: pointer, objects: this.#selected() };
  }

  move(pointer: ToolPointer): void {
    const state = this.#state;
    if (state.kind === 'idle') {
      this.#showCursor(pointer);
      return;
    }
    const { from } = state;
    const far = Math.hypot(pointer.screen[0] - from.screen[0], pointer.screen[1] - from.screen[1]);
    if (state.kind === 'press') {
      if (far < DRAG_DISTANCE || state.objects.length === 0) return;
      this.#state = { ...state, kind: 'move', shapes: new Map() };
      this.move(pointer);
    } else if (state.kind === 'move') {
      const [dx, dy] = this.#moveWithin(
        state.objects,
        pointer.point[0] - from.point[0],
        pointer.point[1] - from.point[1],
      );
      state.shapes = new Map(state.objects.map(({ id, shape }) => [id, translateShape(shape, dx, dy)]));
      this.#host.preview(state.shapes);
    } else if (state.kind === 'handle') {
      if (far < DRAG_DISTANCE && state.shapes === undefined) return;
      state.shapes = this.#dragHandle(state, pointer);
      this.#host.preview(state.shapes);
    } else {
      state.to = pointer;
      this.#host.redraw();
    }
  }

  up(pointer: ToolPointer): void {
    const state = this.#state;
    this.#state = { kind: 'idle' };
    this.#host.preview(undefined);
    if (state.kind === 'marquee') this.#selectWithin(state.from, pointer);
    if ((state.kind === 'move' || state.kind === 'handle') && state.shapes !== undefined) {
      const changes = [...state.shapes].flatMap(([id, shape]) => {
        const object = this.#host.store.get(id);
        return object === undefined ? [] : [{ object, shape }];
      });
      this.#host.reshape(changes);
    }
    this.#host.redraw();
  }

  key({ key }: { key: string }): boolean {
    if ((key !== 'Delete' && key !== 'Backspace') || this.#vertices.size === 0) return false;
    const [object] = this.#selected();
    if (object === undefined) return false;
    this.#deleteVertices(object, [...this.#vertices]);
    return true;
  }

  cancel(): boolean {
    const wasBusy = this.#state.kind !== 'idle' || this.#vertices.size > 0;
    this.#state = { kind: 'idle' };
    this.#vertices.clear();
    this.#host.preview(undefined);
    return wasBusy;
  }

  paint(context: CanvasRenderingContext2D, view: View): void {
    if (this.#state.kind !== 'marquee') return;
    const [x0, y0] = toScreen(view, this.#state.from.point);
    const [x1, y1] = toScreen(view, this.#state.to.point);
    context.fillStyle = 'rgb(91 131 227 / 18%)';
    context.strokeStyle = '#5b83e3';
    context.lineWidth = 1;
    context.fillRect(x0, y0, x1 - x0, y1 - y0);
    context.strokeRect(x0, y0, x1 - x0, y1 - y0);
  }

  #selected(): LabelObject[] {
    return this.#host.selection.value.flatMap((id) => {
      const object = this.#host.store.get(id);
      return object !== undefined && this.#host.isEditable(object) ? [object] : [];
    });
  }

  #handleAt({ screen }: ToolPointer): { object: LabelObject; handle: Handle } | undefined {
    const [object, ...others] = this.#selected();
    if (object === undefined || others.length > 0) return undefined;
    const view = this.#host.view();
    let best: Handle | undefined;
    let bestDistance = HANDLE_REACH;
    for (const handle of shapeHandles(object.shape, ROTATE_REACH / view.scale)) {
      const distance = Math.hypot(
        handle.x * view.scale + view.x - screen[0],
        handle.y * view.scale + view.y - screen[1],
      );
      // A vertex wins over the middle of a short edge.
      const rank = handle.kind === 'middle' || handle.kind === 'edge' ? distance + 2 : distance;
      if (rank <= bestDistance) [best, bestDistance] = [handle, rank];
    }
    return best === undefined ? undefined : { object, handle: best };
  }

  #pressHandle(pointer: ToolPointer, object: LabelObject, handle: Handle): void {
    const grip: Point = [handle.x, handle.y];
    if (handle.kind === 'vertex' && pointer.alt) {
      this.#deleteVertices(object, [handle.id]);
      return;
    }
    if (handle.kind === 'vertex' && pointer.shift) {
      if (this.#vertices.has(handle.id)) this.#vertices.delete(handle.id);
      else this.#vertices.add(handle.id);
      this.#host.redraw();
      return;
    }
    if (handle.kind === 'middle') {
      const inserted = insertVertex(object.shape, handle.id, grip);
      if (inserted === undefined) return;
      this.#vertices.clear();
      this.#state = {
        kind: 'handle',
        from: pointer,
        object,
        shape: inserted.shape,
        ids: [inserted.id],
        grip,
      };
      return;
    }
    if (!this.#vertices.has(handle.id)) this.#vertices.clear();
    const ids = this.#vertices.has(handle.id) ? [...this.#vertices] : [handle.id];
    this.#state = { kind: 'handle', from: pointer, object, shape: object.shape, ids, grip };
  }

  #dragHandle(state: Extract<State, { kind: 'handle' }>, pointer: ToolPointer): Map<string, Shape> {
    const image = this.#host.imageSize();
    const { object, grip, from } = state;
    // The grip keeps its offset to the pointer, so that it does not jump when it is taken off its centre.
    const offset: Point = [pointer.point[0] - from.point[0], pointer.point[1] - from.point[1]];
    const isTurning = state.ids[0] === 'rotate';
    const free: Point = [grip[0] + offset[0], grip[1] + offset[1]];
    const target = isTurning ? free : clampToImage(this.#host.snap(free, new Set([object.id])), image);
    const dx = target[0] - grip[0];
    const dy = target[1] - grip[1];
    let { shape } = state;
    if (state.ids.length === 1)
      shape = moveHandle(shape, state.ids[0], target, { isConstrained: pointer.shift });
    else {
      const handles = new Map(shapeHandles(shape, 0).map((handle) => [handle.id, handle]));
      for (const id of state.ids) {
        const handle = handles.get(id);
        if (handle !== undefined)
          shape = moveHandle(shape, id, clampToImage([handle.x + dx, handle.y + dy], image));
      }
    }
    const shapes = new Map([[object.id, shape]]);
    if (this.#host.settings.isSnapping && !pointer.alt && state.ids[0].startsWith('v:')) {
      for (const { object: other, handleId } of sharedVertices(this.#host.index, object.id, grip)) {
        if (this.#host.isEditable(other)) shapes.set(other.id, moveHandle(other.shape, handleId, target));
      }
    }
    return shapes;
  }

  #deleteVertices(object: LabelObject, ids: string[]): void {
    this.#vertices.clear();
    const shape = deleteVertices(object.shape, ids);
    if (shape === undefined) this.#host.remove([object.id]);
    else this.#host.reshape([{ object, shape }]);
  }

  /** The part of a move that keeps every box within the image. */
  #moveWithin(objects: LabelObject[], dx: number, dy: number): Point {
    const image = this.#host.imageSize();
    let [x, y] = [dx, dy];
    for (const { shape } of objects) {
      const box = shapeBounds(shape);
      x = Math.max(Math.min(0, -box.x), Math.min(Math.max(0, image.width - box.x - box.width), x));
      y = Math.max(Math.min(0, -box.y), Math.min(Math.max(0, image.height - box.y - box.height), y));
    }
    return [x, y];
  }

  #selectWithin(from: ToolPointer, to: ToolPointer): void {
    const [x0, x1] = [from.point[0], to.point[0]].sort((a, b) => a - b);
    const [y0, y1] = [from.point[1], to.point[1]].sort((a, b) => a - b);
    if (Math.hypot(to.screen[0] - from.screen[0], to.screen[1] - from.screen[1]) < DRAG_DISTANCE) return;
    const inside = this.#host.index.search(x0, y0, x1, y1).filter((object) => {
      const { x, y, width, height } = shapeBounds(object.shape);
      return this.#host.isEditable(object) && x >= x0 && y >= y0 && x + width <= x1 && y + height <= y1;
    });
    const before = from.shift ? this.#host.selection.value : [];
    this.#host.selection.set([...new Set([...before, ...inside.map(({ id }) => id)])]);
  }

  #showCursor(pointer: ToolPointer): void {
    const grip = this.#handleAt(pointer);
    if (grip !== undefined)
      this.cursor = CURSORS[grip.handle.id] ?? (grip.handle.kind === 'middle' ? 'copy' : 'move');
    else this.cursor = this.#host.pick(pointer.point) === undefined ? 'default' : 'pointer';
  }
}

const CURSORS: Record<string, string> = {
  nw: 'nwse-resize',
  se: 'nwse-resize',
  ne: 'nesw-resize',
  sw: 'nesw-resize',
  n: 'ns-resize',
  s: 'ns-resize',
  e: 'ew-resize',
  w: 'ew-resize',
  rotate: 'grab',
};
