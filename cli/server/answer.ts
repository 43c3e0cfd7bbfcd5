import { writeJson } from '../write-json.ts';
import { tableText } from './table-text.ts';

/** As JSON where it was asked for (only that goes to standard output then), else as a table. */
export async function answer(
  json: string | undefined,
  value: unknown,
  rows: Record<string, string | number | undefined>[],
  empty: string,
): Promise<void> {
  if (json !== undefined) await writeJson(json, value);
  if (json !== '-') console.log(tableText(rows, empty));
}
