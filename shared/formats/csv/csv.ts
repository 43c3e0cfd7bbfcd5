import type { Format } from '../format.ts';
import { IMPORT_ONLY } from '../import-capabilities.ts';
import { columnsOf } from './csv-columns.ts';
import { parseCsv } from './parse-csv.ts';

/** Tables of boxes: Roboflow's TensorFlow CSV, RetinaNet, VoTT, AutoML, and one-hot classes. Import only. */
export const csv: Format = {
  name: 'csv',
  title: 'CSV (Roboflow and kin)',
  capabilities: IMPORT_ONLY,
  async detect(probe) {
    const candidates = probe.main === undefined ? probe.files.map((file) => file.path) : [probe.main];
    for (const path of candidates.filter((one) => /\.(csv|tsv)$/i.test(one)).slice(0, 10)) {
      const line = (await probe.head(path)).split(/\r\n|\n|\r/).find((one) => one.trim() !== '') ?? '';
      const cells = line.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"|"$/g, ''));
      const columns = columnsOf(cells);
      if (columns?.kind === 'boxes') return columns.hasHeader ? 0.8 : 0.6;
      if (columns) return 0.4;
    }
    return 0;
  },
  parse: parseCsv,
};
