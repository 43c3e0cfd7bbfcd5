import Flatbush from 'flatbush';
import type { Point } from '../../../shared/geometry/point.ts';
import type { LabelObject } from '../../../shared/labels/label-object.ts';
import { shapeBounds } from '../../../shared/labels/shape-bounds.ts';
import type { DocumentStore } from '../document/document-store.ts';
import { hitShape } from './hit-shape.ts';

interface PickOptions {
  /** Image px. */
  tolerance: number;
  isPickable?: (object: LabelObject) => boolean;
  skeletonOf?: (object: LabelObject) => readonly (readonly [number, number])[] | undefined;
}

/** Finds objects by place: a packed R-tree over their boxes (flatbush), then exact geometry. */
export class SpatialIndex {
  readonly #store: DocumentStore;
  #tree: Flatbush | undefined;
  #objects: LabelObject[] = [];
  #areas = new Float64Array(0);
  #isStale = true;

  constructor(store: DocumentStore) {
    this.#store = store;
    store.subscribe(() => {
      this.#isStale = true;
    });
  }

  /** Objects whose boxes touch the rectangle; later (upper) ones last. */
  search(minX: number, minY: number, maxX: number, maxY: number): LabelObject[] {
    this.#refresh();
    if (this.#tree === undefined) return [];
    const found = this.#tree.search(minX, minY, maxX, maxY);
    return found.sort((a, b) => a - b).map((index) => this.#objects[index]);
  }

  /**
   * The object that a click at `point` means: an outline under the cursor before an inside, then the smaller object,
   * then the upper one.
   */
  pick(point: Point, { tolerance, isPickable, skeletonOf }: PickOptions): LabelObject | undefined {
    this.#refresh();
    if (this.#tree === undefined) return undefined;
    const [x, y] = point;
    let best = -1;
    let bestIsEdge = false;
    for (const index of this.#tree.search(x - tolerance, y - tolerance, x + tolerance, y + tolerance)) {
      const object = this.#objects[index];
      if (isPickable !== undefined && !isPickable(object)) continue;
      const hit = hitShape(object.shape, point, tolerance, skeletonOf?.(object));
      if (hit === undefined) continue;
      const isEdge = hit === 'edge';
      const isBetter =
        best === -1 ||
        (isEdge !== bestIsEdge
          ? isEdge
          : this.#areas[index] < this.#areas[best] ||
            (this.#areas[index] === this.#areas[best] && index > best));
      if (isBetter) {
        best = index;
        bestIsEdge = isEdge;
      }
    }
    return best === -1 ? undefined : this.#objects[best];
  }

  #refresh(): void {
    if (!this.#isStale) return;
    this.#isStale = false;
    this.#objects = [...this.#store.all()];
    const count = this.#objects.length;
    if (count === 0) {
      this.#tree = undefined;
      return;
    }
    const tree = new Flatbush(count);
    this.#areas = new Float64Array(count);
    this.#objects.forEach((object, index) => {
      const { x, y, width, height } = shapeBounds(object.shape);
      tree.add(x, y, x + width, y + height);
      this.#areas[index] = width * height;
    });
    tree.finish();
    this.#tree = tree;
  }
}
