import type { Capabilities } from './format.ts';

/** For formats that are only read: there is nothing to lose on the way out. */
export const IMPORT_ONLY: Capabilities = {
  shapes: [],
  converts: {},
  attributes: 'any',
  classifications: 'answers',
  confidence: true,
  tracks: true,
  splits: true,
  parts: true,
  holes: true,
  emptyImages: true,
};
