import type { LabelObject } from '../../../shared/labels/label-object.ts';
import type { Shape } from '../../../shared/labels/shape.ts';
import { shapeBounds } from '../../../shared/labels/shape-bounds.ts';
import type { View } from '../view.ts';
import { OverlayPool } from './overlay-pool.ts';

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
  readonly #pool = new OverlayPool<Tag>('editor-tag');
  readonly element = this.#pool.element;

  update(tags: readonly Tag[], view: View): void {
    this.#pool.show(tags.slice(0, MAX_TAGS), (element, tag) => {
      const { x, y } = shapeBounds(tag.shape);
      const left = Math.round(x * view.scale + view.x);
      const top = Math.round(y * view.scale + view.y);
      element.style.transform = `translate(${left}px, ${Math.max(0, top - 20)}px)`;
      element.style.setProperty('--tag', tag.color);
      // textContent, never innerHTML: names come from people.
      if (element.textContent !== tag.text) element.textContent = tag.text;
      element.dataset.mark = tag.mark ?? '';
    });
  }
}
