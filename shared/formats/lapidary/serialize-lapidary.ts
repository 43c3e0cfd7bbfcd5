import { ByteWriter } from '../byte-writer.ts';
import type { ExchangeItem } from '../exchange-item.ts';
import type { DatasetStream, SerializeContext } from '../format.ts';
import type { OutputFile } from '../output-file.ts';

/** `lapidary.json`, one asset a line, and the images beside it under `images/`. */
export async function* serializeLapidary(
  dataset: DatasetStream,
  context: SerializeContext,
): AsyncGenerator<OutputFile> {
  yield { path: 'lapidary.json', content: lapidaryBytes(dataset) };
  if (!context.withImages) return;
  for await (const item of dataset.items()) yield { path: `images/${item.key}`, imageOf: item.key };
}

async function* lapidaryBytes(dataset: DatasetStream): AsyncGenerator<Uint8Array> {
  const writer = new ByteWriter();
  writer.text(`{"lapidary":1,\n"ontology":${JSON.stringify(dataset.ontology)},\n"assets":[`);
  let isFirst = true;
  for await (const item of dataset.items()) {
    writer.ascii(isFirst ? '\n' : ',\n');
    isFirst = false;
    writer.text(JSON.stringify(plain(item)));
    if (writer.isFull) yield writer.take();
  }
  writer.text(`\n],\n"problems":${JSON.stringify(dataset.problems?.() ?? [])}}\n`);
  yield writer.take();
}

/** Without what only matters while reading. */
function plain(item: ExchangeItem): Omit<ExchangeItem, 'origin'> {
  const copy = { ...item };
  delete copy.origin;
  return copy;
}
