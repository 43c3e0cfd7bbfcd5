import type { Size } from '../view.ts';

/** The stacked canvases of the editor: picture below, labels above, sized in device pixels. */
export class CanvasStage {
  readonly element: HTMLDivElement;
  readonly picture: CanvasRenderingContext2D;
  readonly labels: CanvasRenderingContext2D;
  readonly #observer: ResizeObserver;
  #size: Size = { width: 1, height: 1 };

  constructor(container: HTMLElement, overlay: HTMLElement, onResize: (size: Size) => void) {
    this.element = document.createElement('div');
    this.element.className = 'editor-stage';
    this.element.tabIndex = 0;
    this.element.setAttribute('role', 'application');
    this.element.setAttribute('aria-label', 'Image with its labels');
    this.picture = this.#addCanvas();
    this.labels = this.#addCanvas();
    this.element.append(overlay);
    container.append(this.element);
    this.#observer = new ResizeObserver(() => {
      this.#fit();
      onResize(this.#size);
    });
    this.#observer.observe(this.element);
    this.#fit();
  }

  get size(): Size {
    return this.#size;
  }

  get devicePixelRatio(): number {
    return window.devicePixelRatio || 1;
  }

  /** Ready to draw in CSS px, cleared. */
  begin(context: CanvasRenderingContext2D): void {
    const ratio = this.devicePixelRatio;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, this.#size.width, this.#size.height);
    context.globalAlpha = 1;
  }

  destroy(): void {
    this.#observer.disconnect();
    this.element.remove();
  }

  #addCanvas(): CanvasRenderingContext2D {
    const canvas = document.createElement('canvas');
    this.element.append(canvas);
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('This browser has no 2-D canvas.');
    return context;
  }

  #fit(): void {
    const { clientWidth, clientHeight } = this.element;
    this.#size = { width: Math.max(1, clientWidth), height: Math.max(1, clientHeight) };
    for (const { canvas } of [this.picture, this.labels]) {
      const width = Math.round(this.#size.width * this.devicePixelRatio);
      const height = Math.round(this.#size.height * this.devicePixelRatio);
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
    }
  }
}
