import type { FileSource } from '../file-source.ts';
import { recordOf } from '../number-of.ts';
import type { ProblemLog } from '../problem-log.ts';
import { streamCsv } from '../stream-csv.ts';

type Json = Record<string, unknown>;

/**
 * VIA's table: a row a region, its shape and its attributes as JSON in a cell. Rows of one image are gathered, so that
 * it comes out as VIA's JSON would have it.
 */
export async function* readViaCsv(
  source: FileSource,
  file: string,
  problems: ProblemLog,
): AsyncGenerator<{ record: Json; where: string }> {
  let header: string[] | undefined;
  const images = new Map<string, { record: Json; regions: Json[]; where: string }>();
  for await (const { line, cells } of streamCsv(source, file)) {
    if (!header) {
      header = cells.map((cell) => cell.trim().replace(/^#/, ''));
      continue;
    }
    const where = `line ${line}`;
    const row = new Map(header.map((name, at) => [name, cells[at] ?? '']));
    const json = (name: string): Json | undefined => {
      try {
        return recordOf(JSON.parse(row.get(name) || '{}'));
      } catch {
        problems.add(file, where, `The cell "${name}" is not JSON; it is left out.`);
        return undefined;
      }
    };
    const filename = row.get('filename') ?? '';
    let image = images.get(filename);
    if (!image) {
      const record = { filename, file_attributes: json('file_attributes') ?? {} };
      images.set(filename, (image = { record, regions: [], where }));
    }
    const shape = json('region_shape_attributes');
    // An image without regions has a row of its own with an empty shape.
    if (shape && Object.keys(shape).length > 0)
      image.regions.push({ shape_attributes: shape, region_attributes: json('region_attributes') ?? {} });
  }
  for (const { record, regions, where } of images.values()) yield { record: { ...record, regions }, where };
}
