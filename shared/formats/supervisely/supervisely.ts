import type { Format } from '../format.ts';
import { IMPORT_ONLY } from '../import-capabilities.ts';
import { looksLikeSupervisely, parseSupervisely } from './parse-supervisely.ts';

/** Supervisely projects: `meta.json`, `<dataset>/ann/<image>.json` (docs.supervisely.com). Import only. */
export const supervisely: Format = {
  name: 'supervisely',
  title: 'Supervisely',
  capabilities: { ...IMPORT_ONLY, ontology: ['classes', 'colours'] },
  async detect(probe) {
    if (probe.main !== undefined) {
      const head = await probe.head(probe.main);
      return looksLikeSupervisely(head) ||
        (/"classes"\s*:/.test(head) && /"(projectType|tags)"\s*:/.test(head))
        ? 0.95
        : 0;
    }
    const candidates = probe.files.filter(({ path }) => /\.json$/i.test(path)).slice(0, 20);
    for (const { path } of candidates) if (looksLikeSupervisely(await probe.head(path))) return 0.95;
    return 0;
  },
  parse: parseSupervisely,
};
