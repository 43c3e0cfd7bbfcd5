import { request } from '../../api/request.ts';
import { sendFile, type UploadTicket } from '../../api/send-file.ts';
import type { KeyedFile } from './dropped-files.ts';

/** Uploads one file to its signed URL; `onProgress` gets bytes sent so far. Rejects with `ApiProblem`. */
export async function putFile(
  datasetId: string,
  { key, file }: KeyedFile,
  onProgress: (bytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const contentType = file.type === '' ? 'application/octet-stream' : file.type;
  const ticket = await request<UploadTicket>('POST', 'uploads', {
    body: { datasetId, key, size: file.size, contentType },
    signal,
  });
  await sendFile(ticket, file, onProgress, signal);
}
