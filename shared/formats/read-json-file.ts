import { InvalidInput } from '../errors.ts';
import type { FileSource } from './file-source.ts';
import type { ProblemLog } from './problem-log.ts';
import { streamJson } from './stream-json.ts';

/**
 * The whole value of a small JSON file, put together from its pieces, so that the bounds on nesting and size hold.
 * Throws InvalidInput when it is no JSON.
 */
export async function readJsonFile(source: FileSource, file: string, problems: ProblemLog): Promise<unknown> {
  let members: Record<string, unknown> | undefined;
  const elements: unknown[] = [];
  for await (const part of streamJson(source, file, problems, { splitArrays: false })) {
    if (part.key === undefined) elements.push(part.value);
    else (members ??= Object.create(null) as Record<string, unknown>)[part.key] = part.value;
  }
  if (members === undefined && elements.length === 0)
    throw new InvalidInput(`"${file}" holds nothing.`, { file });
  return members ?? elements;
}
