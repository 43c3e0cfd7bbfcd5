import { decodeText } from './decode-text.ts';
import { concatenate } from './byte-chunks.ts';
import type { FileSource } from './file-source.ts';
import type { DetectProbe } from './format.ts';

const HEAD_BYTES = 64 * 1024;

/** What formats look at to recognise themselves; each file's head is read once. */
export async function makeProbe(source: FileSource): Promise<DetectProbe> {
  const heads = new Map<string, Promise<string>>();
  const read = async (path: string): Promise<string> => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of source.open(path, { start: 0, end: HEAD_BYTES })) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= HEAD_BYTES) break;
    }
    return decodeText(concatenate(chunks)).replace(/^\uFEFF/, '');
  };
  return {
    // A single file may lie in a folder of anything, which is not looked through to know the file.
    files: source.main === undefined ? await source.list() : [{ path: source.main, size: 0 }],
    ...(source.main === undefined ? {} : { main: source.main }),
    head: (path) => {
      let head = heads.get(path);
      if (!head) {
        head = read(path);
        // A few thousand heads are enough to know a dataset by.
        if (heads.size < 4096) heads.set(path, head);
      }
      return head;
    },
  };
}
