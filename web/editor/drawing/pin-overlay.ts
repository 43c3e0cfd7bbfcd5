import type { Point } from '../../../shared/geometry/point.ts';
import { toScreen, type View } from '../view.ts';
import { OverlayPool } from './overlay-pool.ts';

/** A numbered place on the image. */
export interface Pin {
  id: string;
  point: Point;
  number: number;
  isFaint: boolean;
}

/** Pins as HTML over the canvas. */
export class PinOverlay {
  readonly #pool = new OverlayPool<Pin>('editor-pin');
  readonly element = this.#pool.element;

  update(pins: readonly Pin[], view: View): void {
    this.#pool.show(pins, (element, pin) => {
      const [x, y] = toScreen(view, pin.point);
      element.style.transform = `translate(${Math.round(x) - 10}px, ${Math.round(y) - 22}px)`;
      element.textContent = String(pin.number);
      element.dataset.faint = String(pin.isFaint);
    });
  }
}
