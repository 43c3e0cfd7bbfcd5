import type { Format } from '../format.ts';
import { BOXES_ONLY } from '../box-capabilities.ts';
import { parseHuggingFace } from './parse-huggingface.ts';
import { serializeHuggingFace } from './serialize-huggingface.ts';

/** Hugging Face `imagefolder` with `metadata.jsonl`, `.csv` or `.parquet` (huggingface.co/docs/datasets, "object detection"). */
export const huggingface: Format = {
  name: 'huggingface',
  title: 'Hugging Face imagefolder',
  capabilities: {
    ...BOXES_ONLY,
    classifications: 'tags',
    captions: true,
    splits: true,
    metadata: 'any',
    ontology: ['classes'],
  },
  async detect(probe) {
    const isMeta = (path: string): boolean => /(^|\/)metadata\.(jsonl|csv|parquet)$/i.test(path);
    if (probe.main !== undefined) {
      if (/(^|\/)metadata\.parquet$/i.test(probe.main)) return 0.95;
      return /\.(jsonl|csv)$/i.test(probe.main) && /file_name/.test(await probe.head(probe.main))
        ? isMeta(probe.main)
          ? 0.95
          : 0.5
        : 0;
    }
    for (const { path } of probe.files)
      if (isMeta(path) && (/\.parquet$/i.test(path) || (await probe.head(path)).includes('file_name')))
        return 0.95;
    return 0;
  },
  parse: parseHuggingFace,
  serialize: serializeHuggingFace,
};
