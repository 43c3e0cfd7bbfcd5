import { detectFormat } from '../../shared/formats/detect-format.ts';
import type { ExchangeItem } from '../../shared/formats/exchange-item.ts';
import type { FormatName, FormatSettings } from '../../shared/formats/format.ts';
import { FORMATS } from '../../shared/formats/formats.ts';
import { memorySource } from '../../shared/formats/memory-source.ts';
import { parseDataset } from '../../shared/formats/parse-dataset.ts';
import { encodePng } from '../../shared/formats/png-codec.ts';

/** A black image of that size, for formats that need one. */
export const blackPng = (width: number, height: number): Uint8Array =>
  encodePng(new Uint8Array(width * height), width, height, 1);

/** Files held in memory, read as `format`; `detected` is what they would be taken for without being told. */
export async function readFiles(
  format: FormatName,
  files: Record<string, Uint8Array | string>,
  { settings = {}, main }: { settings?: FormatSettings; main?: string } = {},
) {
  const source = memorySource(files, main);
  const parsed = parseDataset(FORMATS[format], source, { settings });
  const items: ExchangeItem[] = [];
  for await (const item of parsed.items) items.push(item);
  return {
    items,
    told: parsed.problems.report().map((one) => `${one.file} ${one.where}: ${one.reason}`),
    ontology: parsed.ontology(),
    detected: (await detectFormat(source)).best?.name,
  };
}
