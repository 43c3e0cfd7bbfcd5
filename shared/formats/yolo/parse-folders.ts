import type { ExchangeItem } from '../exchange-item.ts';
import type { FormatSettings, ParseContext } from '../format.ts';
import { splitOfPath } from '../split-of-path.ts';

/** Classification: `train/cat/1.jpg`. */
export async function* parseFolders(
  all: string[],
  { images, ontology, settings }: ParseContext,
): AsyncGenerator<ExchangeItem> {
  for (const path of all) {
    const parts = path.split('/');
    const split = splitOfPath(path);
    const name = parts.at(-2);
    const item: ExchangeItem = {
      key: path,
      ...(await images.sizeOfFile(path)),
      objects: [],
      classifications: [],
    };
    if (split !== undefined) item.split = split;
    if (name !== undefined && name !== split) {
      item.classifications.push({
        name: classificationName(settings),
        answers: { [classificationName(settings)]: name },
      });
      ontology.declareTag(classificationName(settings));
    }
    yield item;
  }
}

function classificationName(settings: FormatSettings): string {
  return settings['classification'] ?? 'class';
}
