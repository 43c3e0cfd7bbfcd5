import { isSwitchedOn, numberOfAttribute } from '../attribute-value.ts';
import { classNames } from '../class-names.ts';
import type { DatasetStream, SerializeContext } from '../format.ts';
import { freeName } from '../free-name.ts';
import { rasterizeOutline } from '../rasterize-outline.ts';
import type { OutputFile } from '../output-file.ts';
import { encodePng } from '../png-codec.ts';
import { itemsOfSplit } from '../split-of-dataset.ts';
import { categoryRecord } from './category-record.ts';

/**
 * `annotations/<name>.json` and one PNG of segment ids an image. In the panoptic format a pixel belongs to one
 * segment: later objects lie over earlier ones, and what is covered wholly is left out and reported.
 */
export async function* panopticFiles(
  dataset: DatasetStream,
  split: string | undefined,
  name: string,
  context: SerializeContext,
): AsyncGenerator<OutputFile> {
  const categories = new Map(classNames(dataset.ontology).map((one, at) => [one, at + 1]));
  const images: unknown[] = [];
  const annotations: unknown[] = [];
  const things = new Set<string>();
  const taken = new Set<string>();
  for await (const item of itemsOfSplit(dataset, split)) {
    const { width, height } = item;
    if (width === undefined || height === undefined) continue;
    const imageId = images.length + 1;
    const stem = item.key.replace(/\.[^./]+$/, '').replaceAll('/', '_');
    const file = `${freeName(stem, taken)}.png`;
    const owner = new Uint32Array(width * height);
    const painted = new Set<number>();
    item.objects.forEach((object, at) => {
      const pixels = rasterizeOutline(object.shape, height, width);
      if (!pixels) return;
      painted.add(at);
      for (let p = 0; p < pixels.length; p++) if (pixels[p] !== 0) owner[p] = at + 1;
    });
    const boxes = item.objects.map(() => ({ x0: width, y0: height, x1: -1, y1: -1, area: 0 }));
    const rgb = new Uint8Array(width * height * 3);
    for (let p = 0; p < owner.length; p++) {
      const id = owner[p];
      if (id === 0) continue;
      rgb[p * 3] = id & 255;
      rgb[p * 3 + 1] = (id >> 8) & 255;
      rgb[p * 3 + 2] = (id >> 16) & 255;
      const box = boxes[id - 1];
      const x = p % width;
      const y = Math.floor(p / width);
      box.area++;
      box.x0 = Math.min(box.x0, x);
      box.x1 = Math.max(box.x1, x);
      box.y0 = Math.min(box.y0, y);
      box.y1 = Math.max(box.y1, y);
    }
    const segments = boxes.flatMap((box, at) => {
      const object = item.objects[at];
      if (box.area === 0) {
        if (painted.has(at))
          context.drop('object', 'covered wholly by later objects, or without pixels; left out');
        return [];
      }
      if (numberOfAttribute(object.attributes?.['isthing'], 1) !== 0) things.add(object.class);
      return [
        {
          id: at + 1,
          category_id: categories.get(object.class) ?? 0,
          iscrowd: isSwitchedOn(object.attributes?.['iscrowd']) ? 1 : 0,
          bbox: [box.x0, box.y0, box.x1 - box.x0 + 1, box.y1 - box.y0 + 1],
          area: box.area,
        },
      ];
    });
    images.push({ id: imageId, file_name: item.key, width, height });
    annotations.push({ image_id: imageId, file_name: file, segments_info: segments });
    yield { path: `annotations/${name}/${file}`, content: encodePng(rgb, width, height, 3) };
  }
  const records = [...categories].map(([category, id]) => ({
    ...categoryRecord(dataset, category, id),
    isthing: things.has(category) ? 1 : 0,
  }));
  const text = JSON.stringify({ images, annotations, categories: records });
  yield { path: `annotations/${name}.json`, content: new TextEncoder().encode(text) };
}
