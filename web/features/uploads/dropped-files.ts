/** A file and its key: the path below what was dropped, folders separated by "/". */
export interface KeyedFile {
  key: string;
  file: File;
}

/** Files of an `<input>`; a chosen folder keeps its paths. Hidden files (`.DS_Store`) are left out. */
export function pickedFiles(files: FileList | null): KeyedFile[] {
  return [...(files ?? [])]
    .map((file) => ({ key: file.webkitRelativePath || file.name, file }))
    .filter(({ file }) => !file.name.startsWith('.'));
}

function readBatch(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}

async function walk(entry: FileSystemEntry, into: KeyedFile[]): Promise<void> {
  if (entry.name.startsWith('.')) return;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    into.push({ key: entry.fullPath.replace(/^\//, ''), file });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  // Chromium hands out 100 entries at a time; an empty batch is the end.
  for (let batch = await readBatch(reader); batch.length > 0; batch = await readBatch(reader)) {
    for (const child of batch) await walk(child, into);
  }
}

/** All files of a drop, folders walked to the bottom. */
export async function droppedFiles(transfer: DataTransfer): Promise<KeyedFile[]> {
  // Taken before the first await: the transfer is emptied when the event ends.
  const entries = [...transfer.items]
    .map((item) => item.webkitGetAsEntry())
    .filter((entry) => entry !== null);
  const found: KeyedFile[] = [];
  for (const entry of entries) await walk(entry, found);
  return found;
}
