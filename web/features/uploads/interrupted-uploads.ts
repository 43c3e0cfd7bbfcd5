import type { UploadBatch } from './upload-queue.ts';

/** An upload that a reload or a closed window cut off. */
export interface InterruptedUpload {
  names: string[];
  left: number;
  total: number;
}

const placeOf = (datasetId: string): string => `lapidary.upload.${datasetId}`;

/**
 * What was on its way to a dataset, as long as it was. A browser does not give files back after a reload; the person
 * drops them again, and what has arrived is skipped.
 */
export const interruptedUploads = {
  remember(datasetId: string, batches: readonly UploadBatch[]): void {
    const open = batches.filter(({ items }) =>
      items.some(({ status }) => status === 'waiting' || status === 'sending' || status === 'failed'),
    );
    if (open.length === 0) {
      localStorage.removeItem(placeOf(datasetId));
      return;
    }
    const items = open.flatMap((batch) => batch.items);
    const left = items.filter(({ status }) => status !== 'done' && status !== 'there').length;
    const upload: InterruptedUpload = { names: open.map(({ name }) => name), left, total: items.length };
    localStorage.setItem(placeOf(datasetId), JSON.stringify(upload));
  },

  of(datasetId: string): InterruptedUpload | undefined {
    const text = localStorage.getItem(placeOf(datasetId));
    return text === null ? undefined : (JSON.parse(text) as InterruptedUpload);
  },

  forget(datasetId: string): void {
    localStorage.removeItem(placeOf(datasetId));
  },
};
