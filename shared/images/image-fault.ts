/** Why a file cannot become an image of a dataset. Stable: programs may branch on it. */
export type ImageFaultCode =
  | 'empty-file'
  | 'not-an-image'
  | 'vector-image'
  | 'unsupported-format'
  | 'too-many-pixels'
  | 'truncated'
  | 'damaged'
  | 'file-too-large';

/** A verdict, not a failure: it is caught where the file is judged, and ends as the reason of a quarantined asset. */
export class ImageFault extends Error {
  readonly code: ImageFaultCode;

  constructor(code: ImageFaultCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'ImageFault';
    this.code = code;
  }
}
