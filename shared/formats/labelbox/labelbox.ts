import { detectJson } from '../detect-json.ts';
import type { Format } from '../format.ts';
import { IMPORT_ONLY } from '../import-capabilities.ts';
import { looksLikeLabelbox, parseLabelbox } from './parse-labelbox.ts';

/** Labelbox export v2 NDJSON, and the older JSON (docs.labelbox.com, "export"). Import only. */
export const labelbox: Format = {
  name: 'labelbox',
  title: 'Labelbox',
  capabilities: IMPORT_ONLY,
  detect: (probe) => detectJson(probe, looksLikeLabelbox, 0.95, /\.(ndjson|jsonl|json)$/i),
  parse: parseLabelbox,
};
