import type { LabelObject } from '../../../shared/labels/label-object.ts';
import type { Shape } from '../../../shared/labels/shape.ts';
import { shapeBounds } from '../../../shared/labels/shape-bounds.ts';
import type { View } from '../view.ts';

/** More names than this hide the picture. */
const MAX_TAGS = 250;

interface Tag {
  object: LabelObject;
  shape: Shape;
  text: string;
  color: string;
  mark?: string;
}

/** Names of objects as HTML over the canvas: crisp text, selectable by tests, no drawing cost while nothing moves. */
export class TagOverlay {
  readonly element: HTMLDivElement;
  readonly #pool: HTMLDivElement[] = [];

  constructor() {
    this.element = document.createElement('div');
    this.element.className = 'editor-tags';
    this.element.setAttribute('aria-hidden', 'true');
  }

  update(tags: readonly Tag[], view: View): void {
    const shown = tags.slice(0, MAX_TAGS);
    while (this.#pool.length < shown.length) {
      const tag = document.createElement('div');
      tag.className = 'editor-tag';
      this.#pool.push(tag);
      this.element.append(tag);
    }
    this.#pool.forEach((tag, index) => {
      const wanted = shown[index];
      tag.hidden = wanted === undefined;
      if (wanted === undefined) return;
      const { x, y } = shapeBounds(wanted.shape);
      const left = Math.round(x * view.scale + view.x);
      const top = Math.round(y * view.scale + view.y);
      tag.style.transform = `translate(${left}px, ${Math.max(0, top - 20)}px)`;
      tag.style.setProperty('--tag', wanted.color);
      // textContent, never innerHTML: names come from people.
      if (tag.textContent !== wanted.text) tag.textContent = wanted.text;
      tag.dataset.mark = wanted.mark ?? '';
    });
  }
}
