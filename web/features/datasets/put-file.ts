import { ApiProblem } from '../../api/api-problem.ts';
import { request } from '../../api/request.ts';
import type { KeyedFile } from './dropped-files.ts';

interface UploadTicket {
  url: string;
  method?: string;
  headers?: Record<string, string>;
}

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
  // fetch does not tell upload progress; XMLHttpRequest does.
  await new Promise<void>((resolve, reject) => {
    const call = new XMLHttpRequest();
    call.open(ticket.method ?? 'PUT', ticket.url);
    for (const [name, value] of Object.entries(ticket.headers ?? { 'content-type': contentType })) {
      // The browser sets these itself and refuses to be told.
      if (!/^(content-length|host)$/i.test(name)) call.setRequestHeader(name, value);
    }
    call.upload.addEventListener('progress', (event) => onProgress(event.loaded));
    call.addEventListener('load', () =>
      call.status < 300
        ? resolve()
        : reject(new ApiProblem(call.status, 'upload-refused', `The upload was refused (${call.status}).`)),
    );
    call.addEventListener('error', () => reject(new ApiProblem(0, 'offline', 'The connection broke.')));
    call.addEventListener('abort', () => reject(new ApiProblem(0, 'cancelled', 'Cancelled.')));
    signal.addEventListener('abort', () => call.abort(), { once: true });
    call.send(file);
  });
}
