import type { ParseContext } from './format.ts';
import { makeProbe } from './make-probe.ts';

/** The JSON files to read: the one that was named, or all whose beginning satisfies `looksRight`. */
export async function listJsonFiles(
  { source, problems }: ParseContext,
  looksRight: (head: string) => boolean,
  title: string,
  pattern = /\.json$/i,
): Promise<string[]> {
  const probe = await makeProbe(source);
  const files: string[] = [];
  const isNamed = probe.main !== undefined && pattern.test(probe.main);
  const listed = isNamed ? probe.files : await source.list();
  for (const { path } of listed)
    if (pattern.test(path) && looksRight(await probe.head(path))) files.push(path);
  if (files.length === 0) problems.add(source.main ?? '', '', `There is no ${title} file here.`);
  return files;
}
