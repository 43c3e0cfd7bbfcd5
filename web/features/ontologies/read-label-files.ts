import type { ReadOntology } from '../../../shared/formats/read-ontology.ts';

/** More is better read by the command line, which streams. */
const MAX_BYTES = 256 * 1024 * 1024;

/**
 * The ontology of label files that were chosen in the browser; they never leave it. The readers of the formats are
 * fetched when they are needed. Throws an error whose message can be shown.
 */
export async function readLabelFiles(files: readonly File[]): Promise<ReadOntology> {
  if (files.reduce((sum, { size }) => sum + size, 0) > MAX_BYTES)
    throw new Error('These files are above 256 MB: use “lapidary ontologies import” on the command line.');
  const [{ memorySource }, { readOntology }] = await Promise.all([
    import('../../../shared/formats/memory-source.ts'),
    import('../../../shared/formats/read-ontology.ts'),
  ]);
  const contents: Record<string, Uint8Array> = {};
  for (const file of files)
    contents[file.webkitRelativePath || file.name] = new Uint8Array(await file.arrayBuffer());
  return readOntology(memorySource(contents, files.length === 1 ? files[0].name : undefined));
}
