import * as z from 'zod';
import { InvalidInput } from '../../shared/errors.ts';
import type { ByteSource } from '../../shared/evaluation/byte-source.ts';
import type { IouType } from '../../shared/evaluation/coco-parameters.ts';

/** What is compared of a report that `evaluate --json` wrote. */
const EarlierReport = z.object({
  stats: z.array(z.number()).min(1),
  perClass: z.array(z.object({ name: z.string(), ap: z.number() })).default([]),
  iouType: z.string().optional(),
});
export type EarlierReport = z.infer<typeof EarlierReport>;

/**
 * @param iouType of the evaluation that the report is held against
 * @throws InvalidInput when the file is not a report that `evaluate --json` wrote, or one of another IoU type
 */
export function readReport(source: ByteSource, iouType: IouType): EarlierReport {
  const { name } = source;
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(readAll(source)));
  } catch (cause) {
    throw new InvalidInput(`${name} is not JSON: ${(cause as Error).message}`, { file: name }, cause);
  }
  const parsed = EarlierReport.safeParse(value);
  if (!parsed.success) {
    const [{ path }] = parsed.error.issues;
    const what = path.length === 0 ? 'it is no object' : `"${path.join('.')}" is missing or no number`;
    throw new InvalidInput(`${name} is not a report of "lapidary evaluate --json": ${what}.`, { file: name });
  }
  const report = parsed.data;
  const wanted = iouType === 'keypoints' ? 10 : 12;
  if ((report.iouType ?? iouType) !== iouType || report.stats.length !== wanted) {
    const kind = report.iouType === undefined ? `${report.stats.length} numbers` : report.iouType;
    throw new InvalidInput(
      `${name} is a report of ${kind}, which says nothing about ${iouType}; name one of the same --iou-type.`,
      { file: name, iouType },
    );
  }
  return report;
}

function readAll(source: ByteSource): Uint8Array {
  const bytes = new Uint8Array(source.size);
  const read = source.open();
  for (let at = 0; at < bytes.length;) {
    const length = read(bytes.subarray(at));
    if (length === 0) break;
    at += length;
  }
  return bytes;
}
