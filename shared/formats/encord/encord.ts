import { detectJson } from '../detect-json.ts';
import type { Format } from '../format.ts';
import { IMPORT_ONLY } from '../import-capabilities.ts';
import { looksLikeEncord, parseEncord } from './parse-encord.ts';

/** Encord JSON (docs.encord.com, "export labels"). Import only. */
export const encord: Format = {
  name: 'encord',
  title: 'Encord JSON',
  capabilities: IMPORT_ONLY,
  detect: (probe) => detectJson(probe, looksLikeEncord, 0.95),
  parse: parseEncord,
};
