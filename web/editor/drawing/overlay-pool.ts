/** HTML over the canvas, an element for each thing shown: made once, and hidden while there is nothing for it. */
export class OverlayPool<T> {
  readonly element: HTMLDivElement;
  readonly #className: string;
  readonly #pool: HTMLDivElement[] = [];

  /** @param className of each of them */
  constructor(className: string) {
    this.#className = className;
    this.element = document.createElement('div');
    this.element.className = 'editor-tags';
    this.element.setAttribute('aria-hidden', 'true');
  }

  /** Shows these and no others; `place` writes one into its element. */
  show(items: readonly T[], place: (element: HTMLDivElement, item: T) => void): void {
    while (this.#pool.length < items.length) {
      const element = document.createElement('div');
      element.className = this.#className;
      this.#pool.push(element);
      this.element.append(element);
    }
    this.#pool.forEach((element, index) => {
      element.hidden = index >= items.length;
      if (!element.hidden) place(element, items[index]);
    });
  }
}
