import { ApiProblem } from './api-problem.ts';

/** Where one file goes, as the API says it. */
export interface UploadTicket {
  url: string;
  method: string;
  /** To be sent as they are. */
  headers: Record<string, string>;
}

/** Sends a file to its signed URL; `onProgress` gets bytes sent so far. Rejects with `ApiProblem`. */
export function sendFile(
  ticket: UploadTicket,
  file: Blob,
  onProgress: (bytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  // fetch does not tell upload progress; XMLHttpRequest does.
  return new Promise<void>((resolve, reject) => {
    const call = new XMLHttpRequest();
    call.open(ticket.method, ticket.url);
    for (const [name, value] of Object.entries(ticket.headers)) {
      // The browser sets these itself and refuses to be told.
      if (!/^(content-length|host)$/i.test(name)) call.setRequestHeader(name, value);
    }
    const abort = () => call.abort();
    call.upload.addEventListener('progress', (event) => onProgress(event.loaded));
    call.addEventListener('load', () =>
      call.status < 300
        ? resolve()
        : reject(new ApiProblem(call.status, 'upload-refused', `The upload was refused (${call.status}).`)),
    );
    call.addEventListener('error', () => reject(new ApiProblem(0, 'offline', 'The connection broke.')));
    call.addEventListener('abort', () => reject(new ApiProblem(0, 'cancelled', 'Cancelled.')));
    call.addEventListener('loadend', () => signal.removeEventListener('abort', abort));
    signal.addEventListener('abort', abort, { once: true });
    call.send(file);
  });
}
