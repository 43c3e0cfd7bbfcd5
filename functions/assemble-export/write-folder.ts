import { InvalidInput } from '../../shared/errors.ts';
import type { OutputFile } from '../../shared/formats/output-file.ts';
import { type ContentOptions, outputContent } from './output-content.ts';

/** Every file as it is, under keys of its own: whoever has the bucket has the export, nothing is packed or unpacked. */
export async function writeFolder(
  files: AsyncIterable<OutputFile>,
  options: ContentOptions & { keyOf: (path: string) => string },
): Promise<{ folder: string; size: number; files: number }> {
  const sum = { folder: options.keyOf(''), size: 0, files: 0 };
  for await (const { path, body } of outputContent(files, options)) {
    const { size } = await options.blobs.put(options.keyOf(path), body);
    sum.size += size;
    sum.files++;
  }
  if (sum.files === 0) throw new InvalidInput('There is nothing to export: no image with labels was found.');
  return sum;
}
