import type { ExchangeObject } from '../exchange-item.ts';
import type { ParseContext } from '../format.ts';
import { maskFromCounts } from '../mask-shape.ts';
import { arrayOf, numberOf, recordOf, textOf } from '../number-of.ts';
import { decodePng } from '../png-codec.ts';
import { readBytes } from '../read-file.ts';
import { runsById } from '../runs-by-id.ts';

/**
 * The segments of one panoptic annotation as masks. Its PNG holds the segment's id in every pixel,
 * R + 256 G + 65536 B; 0 belongs to nobody. Source: cocodataset.org, "panoptic segmentation".
 */
export async function readPanoptic(
  annotation: Record<string, unknown>,
  categories: Map<number, { name: string; isThing?: number }>,
  size: [number, number] | undefined,
  context: ParseContext,
  tell: (reason: string) => void,
): Promise<ExchangeObject[]> {
  const name = textOf(annotation['file_name']) ?? '';
  const path = await context.images.resolve(name.replace(/\.(jpe?g)$/i, '.png'));
  if (path === undefined || !/\.png$/i.test(path)) {
    tell(`The mask "${name}" is not here; its segments are left out.`);
    return [];
  }
  const png = decodePng(await readBytes(context.source, path));
  if (png.channels < 3) {
    tell(`The mask "${name}" is not an RGB image; its segments are left out.`);
    return [];
  }
  if (size && (size[0] !== png.height || size[1] !== png.width)) {
    tell(`The mask "${name}" is ${png.width} × ${png.height} pixels, the image ${size[1]} × ${size[0]}.`);
  }
  const { data, channels } = png;
  const runs = runsById(png.width, png.height, (pixel) => {
    const at = pixel * channels;
    return data[at] + data[at + 1] * 256 + data[at + 2] * 65_536;
  });
  const objects: ExchangeObject[] = [];
  for (const info of arrayOf(annotation['segments_info'])) {
    const segment = recordOf(info) ?? {};
    const id = numberOf(segment['id']);
    const category = categories.get(numberOf(segment['category_id']) ?? NaN);
    const counts = id === undefined ? undefined : runs.get(id);
    if (id === undefined || !category) {
      tell(
        `Segment ${id} refers to category ${String(segment['category_id'])}, which does not exist; it is left out.`,
      );
      continue;
    }
    if (!counts) {
      tell(`Segment ${id} has no pixel in "${name}"; it is left out.`);
      continue;
    }
    const rest = png.width * png.height - counts.end;
    const shape = maskFromCounts(rest > 0 ? [...counts.counts, rest] : counts.counts, png.height, png.width);
    if (!shape) continue;
    objects.push({
      id: String(id),
      class: category.name,
      shape,
      attributes: {
        ...(category.isThing === undefined ? {} : { isthing: category.isThing }),
        ...(numberOf(segment['iscrowd']) === 1 ? { iscrowd: 1 } : {}),
      },
    });
  }
  return objects;
}
