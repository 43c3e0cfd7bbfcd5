import { detectJson } from '../detect-json.ts';
import type { Format } from '../format.ts';
import { IMPORT_ONLY } from '../import-capabilities.ts';
import { looksLikeVia, parseVia } from './parse-via.ts';

/** VGG Image Annotator 1 to 3, projects, annotations and tables (robots.ox.ac.uk/~vgg/software/via). Import only. */
export const via: Format = {
  name: 'via',
  title: 'VGG Image Annotator',
  capabilities: IMPORT_ONLY,
  detect: (probe) => detectJson(probe, looksLikeVia, 0.95, /\.(json|csv)$/i),
  parse: parseVia,
};
