import { InvalidInput } from '../errors.ts';
import type { OntologyContent } from '../labels/ontology.ts';
import { detectFormat } from './detect-format.ts';
import type { FileSource } from './file-source.ts';
import type { FormatName, FormatSettings } from './format.ts';
import { FORMATS } from './formats.ts';
import { parseDataset } from './parse-dataset.ts';
import type { Problem } from './problem-log.ts';

/** What label files say there is to label, and what was found on the way. */
export interface ReadOntology {
  ontology: OntologyContent;
  /** Which format it was read as, by title. */
  format: string;
  images: number;
  objects: number;
  problems: Problem[];
}

/**
 * The ontology of label files in any of the formats: what they declare, and what their objects turn out to use, so
 * every object is read once, in constant memory. Throws InvalidInput when the format is not recognised or no class is
 * found.
 */
export async function readOntology(
  source: FileSource,
  options: { from?: FormatName; settings?: FormatSettings } = {},
): Promise<ReadOntology> {
  const format = options.from === undefined ? (await detectFormat(source)).best : FORMATS[options.from];
  if (!format) throw new InvalidInput('The format of these files is not recognised; name it.');
  const parsed = parseDataset(format, source, { settings: options.settings ?? {} });
  let [images, objects] = [0, 0];
  for await (const item of parsed.items) {
    images++;
    objects += item.objects.length;
  }
  const ontology = parsed.ontology();
  const problems = parsed.problems.report();
  if (ontology.classes.length + ontology.classifications.length === 0) {
    const why = problems.at(0);
    throw new InvalidInput(
      `No class was found (read as ${format.title}).${why ? ` ${why.file} ${why.where}: ${why.reason}` : ''}`,
    );
  }
  return { ontology, format: format.title, images, objects, problems };
}
