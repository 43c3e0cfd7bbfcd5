import type { FileSource, SourceFile } from './file-source.ts';

/** Files held in memory, for tests and for what a browser was given. */
export function memorySource(files: Record<string, Uint8Array | string>, main?: string): FileSource {
  const bytes = new Map<string, Uint8Array>();
  for (const [path, content] of Object.entries(files)) {
    bytes.set(path, typeof content === 'string' ? new TextEncoder().encode(content) : content);
  }
  return {
    ...(main === undefined ? {} : { main }),
    list: () =>
      Promise.resolve<SourceFile[]>(
        [...bytes]
          .map(([path, content]) => ({ path, size: content.length }))
          .sort((a, b) => (a.path < b.path ? -1 : 1)),
      ),
    // eslint-disable-next-line @typescript-eslint/require-await
    async *open(path, range) {
      const content = bytes.get(path);
      if (!content) throw new Error(`There is no file "${path}".`);
      yield range ? content.subarray(range.start, range.end) : content;
    },
  };
}
