import type { Point } from '../../shared/geometry/point.ts';

interface PointerTarget {
  panBy(dx: number, dy: number): void;
  zoomAt(screen: Point, factor: number): void;
  toolDown(event: PointerEvent, screen: Point): void;
  toolMove(event: PointerEvent, screen: Point): void;
  toolUp(event: PointerEvent, screen: Point): void;
  toolDoubleClick(event: MouseEvent, screen: Point): void;
  leave(): void;
  setPanning(isPanning: boolean): void;
}

/**
 * Turns DOM pointer events into pans, zooms and tool events. Space or the middle button pans, the wheel zooms to the
 * cursor (with Shift it pans), two fingers pinch.
 */
export class PointerInput {
  readonly #element: HTMLElement;
  readonly #target: PointerTarget;
  readonly #pointers = new Map<number, Point>();
  readonly #abort = new AbortController();
  #isSpaceDown = false;
  #panPointer: number | undefined;
  #toolPointer: number | undefined;

  constructor(element: HTMLElement, target: PointerTarget) {
    this.#element = element;
    this.#target = target;
    const { signal } = this.#abort;
    element.addEventListener('pointerdown', (event) => this.#down(event), { signal });
    element.addEventListener('pointermove', (event) => this.#move(event), { signal });
    element.addEventListener('pointerup', (event) => this.#up(event), { signal });
    element.addEventListener('pointercancel', (event) => this.#up(event), { signal });
    element.addEventListener('pointerleave', () => target.leave(), { signal });
    element.addEventListener('dblclick', (event) => target.toolDoubleClick(event, this.#at(event)), {
      signal,
    });
    element.addEventListener('wheel', (event) => this.#wheel(event), { signal, passive: false });
    element.addEventListener('contextmenu', (event) => event.preventDefault(), { signal });
    // Without this the middle button starts the browser's own scrolling.
    element.addEventListener('mousedown', (event) => event.button === 1 && event.preventDefault(), {
      signal,
    });
    addEventListener('blur', () => this.setSpace(false), { signal });
  }

  setSpace(isDown: boolean): void {
    this.#isSpaceDown = isDown;
    this.#target.setPanning(isDown || this.#panPointer !== undefined);
  }

  destroy(): void {
    this.#abort.abort();
  }

  #at(event: MouseEvent): Point {
    const { left, top } = this.#element.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }

  #down(event: PointerEvent): void {
    this.#element.setPointerCapture(event.pointerId);
    this.#element.focus({ preventScroll: true });
    const at = this.#at(event);
    this.#pointers.set(event.pointerId, at);
    if (event.pointerType === 'touch' && this.#pointers.size > 1) {
      this.#toolPointer = undefined;
      return;
    }
    if (event.button === 1 || (event.button === 0 && this.#isSpaceDown)) {
      this.#panPointer = event.pointerId;
      this.#target.setPanning(true);
    } else if (event.button === 0) {
      this.#toolPointer = event.pointerId;
      this.#target.toolDown(event, at);
    }
  }

  #move(event: PointerEvent): void {
    const at = this.#at(event);
    const before = this.#pointers.get(event.pointerId);
    if (before !== undefined && this.#pointers.size === 2 && event.pointerType === 'touch') {
      this.#pinch(event.pointerId, before, at);
    } else if (before !== undefined && this.#panPointer === event.pointerId) {
      this.#target.panBy(at[0] - before[0], at[1] - before[1]);
    } else this.#target.toolMove(event, at);
    if (before !== undefined) this.#pointers.set(event.pointerId, at);
  }

  #up(event: PointerEvent): void {
    this.#pointers.delete(event.pointerId);
    if (this.#panPointer === event.pointerId) {
      this.#panPointer = undefined;
      this.#target.setPanning(this.#isSpaceDown);
    } else if (this.#toolPointer === event.pointerId) {
      this.#toolPointer = undefined;
      this.#target.toolUp(event, this.#at(event));
    }
  }

  #pinch(id: number, before: Point, at: Point): void {
    const other = [...this.#pointers].find(([pointer]) => pointer !== id)?.[1];
    if (other === undefined) return;
    const was = Math.hypot(before[0] - other[0], before[1] - other[1]);
    const is = Math.hypot(at[0] - other[0], at[1] - other[1]);
    this.#target.panBy((at[0] - before[0]) / 2, (at[1] - before[1]) / 2);
    if (was > 0) this.#target.zoomAt([(at[0] + other[0]) / 2, (at[1] + other[1]) / 2], is / was);
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    // Lines and pages become pixels.
    const unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1;
    if (event.shiftKey && !event.ctrlKey) {
      this.#target.panBy(-(event.deltaX + event.deltaY) * unit, 0);
      return;
    }
    if (event.altKey) {
      this.#target.panBy(0, -event.deltaY * unit);
      return;
    }
    // A trackpad's pinch comes as a wheel with Ctrl and small steps.
    const strength = event.ctrlKey ? 0.01 : 0.0018;
    this.#target.zoomAt(this.#at(event), Math.exp(-event.deltaY * unit * strength));
  }
}
