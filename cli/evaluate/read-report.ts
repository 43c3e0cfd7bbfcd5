import { InvalidInput } from '../../shared/errors.ts';
import type { ByteSource } from '../../shared/evaluation/byte-source.ts';
import type { EvaluationReport } from '../../shared/evaluation/evaluation-report.ts';

/** @throws InvalidInput when the file is not a report that `evaluate --json` wrote */
export function readReport(source: ByteSource): Pick<EvaluationReport, 'stats' | 'perClass' | 'summary'> {
  const bytes = new Uint8Array(source.size);
  const read = source.open();
  for (let at = 0; at < bytes.length;) {
    const length = read(bytes.subarray(at));
    if (length === 0) break;
    at += length;
  }
  let report: unknown;
  try {
    report = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new InvalidInput(`${source.name} is not JSON.`, { file: source.name }, cause);
  }
  const { stats } = (report ?? {}) as { stats?: unknown };
  if (!Array.isArray(stats) || typeof stats[0] !== 'number') {
    throw new InvalidInput(`${source.name} is not a report of "lapidary evaluate --json": it has no stats.`, {
      file: source.name,
    });
  }
  return report as EvaluationReport;
}
