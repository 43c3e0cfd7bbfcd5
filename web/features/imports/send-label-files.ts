import { request } from '../../api/request.ts';
import { sendFile, type UploadTicket } from '../../api/send-file.ts';
import type { KeyedFile } from '../uploads/dropped-files.ts';
import { packFiles } from './pack-files.ts';

/** Files that wait on the server to be imported; they stay there for a day, for a dry run and the import itself. */
export interface SentFiles {
  uploadId: string;
  files: { name: string; size: number }[];
}

/** Sends label files; `onProgress` gets a share between 0 and 1. Rejects with `ApiProblem`. */
export async function sendLabelFiles(
  projectId: string,
  chosen: readonly KeyedFile[],
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<SentFiles> {
  const packed = await packFiles(chosen, (done, total) => onProgress((0.3 * done) / total), signal);
  const files = packed.map(({ name, body }) => ({ name, size: body.size }));
  const { uploadId, uploads } = await request<{ uploadId: string; uploads: UploadTicket[] }>(
    'POST',
    'imports/uploads',
    { body: { projectId, files }, signal },
  );
  const total = files.reduce((sum, { size }) => sum + size, 0) || 1;
  let before = 0;
  for (const [index, ticket] of uploads.entries()) {
    const sent = before;
    await sendFile(
      ticket,
      packed[index].body,
      (bytes) => onProgress(0.3 + (0.7 * (sent + bytes)) / total),
      signal,
    );
    before += packed[index].body.size;
  }
  return { uploadId, files };
}
