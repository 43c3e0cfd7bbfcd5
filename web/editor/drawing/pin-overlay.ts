import type { Point } from '../../../shared/geometry/point.ts';
import { toScreen, type View } from '../view.ts';

/** A numbered place on the image. */
export interface Pin {
  id: string;
  point: Point;
  number: number;
  isFaint: boolean;
}

/** Pins as HTML over the canvas. */
export class PinOverlay {
  readonly element: HTMLDivElement;
  readonly #pool: HTMLDivElement[] = [];

  constructor() {
    this.element = document.createElement('div');
    this.element.className = 'editor-tags';
    this.element.setAttribute('aria-hidden', 'true');
  }

  update(pins: readonly Pin[], view: View): void {
    while (this.#pool.length < pins.length) {
      const element = document.createElement('div');
      element.className = 'editor-pin';
      this.#pool.push(element);
      this.element.append(element);
    }
    this.#pool.forEach((element, index) => {
      const pin = pins[index];
      element.hidden = pin === undefined;
      if (pin === undefined) return;
      const [x, y] = toScreen(view, pin.point);
      element.style.transform = `translate(${Math.round(x) - 10}px, ${Math.round(y) - 22}px)`;
      element.textContent = String(pin.number);
      element.dataset.faint = String(pin.isFaint);
    });
  }
}
