import { LapidaryError } from '../errors.ts';
import type { OntologyContent } from '../labels/ontology.ts';
import { checkItem } from './check-item.ts';
import type { ExchangeItem } from './exchange-item.ts';
import type { FileSource } from './file-source.ts';
import type { Format, FormatSettings } from './format.ts';
import { ImageIndex } from './image-index.ts';
import { textOf } from './number-of.ts';
import { OntologyBuilder } from './ontology-builder.ts';
import { ProblemLog } from './problem-log.ts';

/** A dataset while it is read. `ontology()` and `problems` are complete when `items` has ended. */
export interface ParsedDataset {
  items: AsyncIterable<ExchangeItem>;
  ontology(): OntologyContent;
  problems: ProblemLog;
}

/**
 * Reads a dataset in one format. A file that cannot be read at all becomes a problem, not an exception; what came
 * before it is kept. Items come checked: see `checkItem`.
 */
export function parseDataset(
  format: Format,
  source: FileSource,
  options: { settings?: FormatSettings; images?: FileSource } = {},
): ParsedDataset {
  const problems = new ProblemLog();
  const ontology = new OntologyBuilder();
  const images = new ImageIndex(options.images ?? source);
  const context = { source, settings: options.settings ?? {}, problems, ontology, images };

  async function* items(): AsyncGenerator<ExchangeItem> {
    const keys = new Set<string>();
    try {
      for await (const raw of format.parse(context)) {
        const item = checkItem(raw, problems);
        if (!item) continue;
        if (keys.has(item.key)) {
          problems.add(
            item.origin?.file ?? item.key,
            item.origin?.where(-1) ?? '',
            `The image "${item.key}" occurs twice; its labels are given separately.`,
          );
        }
        keys.add(item.key);
        for (const object of item.objects)
          ontology.seeObject(object.class, object.shape.type, object.attributes);
        for (const one of item.classifications) ontology.seeTag(one.name, one.answers);
        yield item;
      }
    } catch (error) {
      if (!(error instanceof LapidaryError)) throw error;
      problems.add(
        textOf(error.details['file']) ?? textOf(error.details['path']) ?? source.main ?? '',
        '',
        error.message,
      );
    }
  }
  return { items: items(), ontology: () => ontology.build(), problems };
}
