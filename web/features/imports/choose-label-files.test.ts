import { expect, it } from 'vitest';
import { chooseLabelFiles } from './choose-label-files.ts';

const keyed = (...keys: string[]) => keys.map((key) => ({ key, file: new File([], key) }));

it('leaves photographs aside and keeps labels and masks', () => {
  const { labels, images } = chooseLabelFiles(
    keyed('set/data.yaml', 'set/labels/a.txt', 'set/images/a.JPG', 'set/images/b.png', 'set/masks/a.png'),
  );
  expect(labels.map(({ key }) => key)).toEqual(['set/data.yaml', 'set/labels/a.txt', 'set/masks/a.png']);
  expect(images).toBe(2);
});
