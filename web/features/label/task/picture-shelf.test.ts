import { describe, expect, it } from 'vitest';
import type { Picture } from '../../../editor/drawing/decode-picture.ts';
import { PictureShelf } from './picture-shelf.ts';

function picture(): Picture & { isClosed: () => boolean } {
  let closed = false;
  const whole = { close: () => (closed = true) } as unknown as ImageBitmap;
  return { blob: new Blob(), size: { width: 1, height: 1 }, whole, isClosed: () => closed };
}

describe('pictures decoded ahead', () => {
  it('are handed over once', () => {
    const shelf = new PictureShelf();
    const one = picture();
    shelf.put('a', one);
    expect(shelf.take('a')).toBe(one);
    expect(shelf.take('a')).toBeUndefined();
    expect(one.isClosed()).toBe(false);
  });

  it('close when they are pushed out or replaced, so that no memory is lost', () => {
    const shelf = new PictureShelf();
    const all = [picture(), picture(), picture(), picture()];
    shelf.put('a', all[0]);
    shelf.put('b', all[1]);
    shelf.put('c', all[2]);
    shelf.put('c', all[3]);
    expect(all.map((one) => one.isClosed())).toEqual([true, false, true, false]);
    expect([shelf.has('a'), shelf.has('b'), shelf.has('c')]).toEqual([false, true, true]);
  });
});
