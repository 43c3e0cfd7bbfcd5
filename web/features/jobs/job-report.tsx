import type { Job } from '../../api/job.ts';
import { ExportReport } from './export-report.tsx';
import { Facts } from './facts.tsx';
import { ImportReport } from './import-report.tsx';

/** What a job found and did, in the way of its kind; of other kinds the numbers that it counted. */
export function JobReport({ job }: { job: Job }) {
  if (job.result === undefined) return null;
  if (job.kind === 'import-labels') return <ImportReport job={job} />;
  if (job.kind === 'export-labels') return <ExportReport job={job} />;
  const facts = Object.entries(job.result).flatMap(([name, value]): [number, string][] =>
    typeof value === 'number' ? [[value, wordsOf(name)]] : [],
  );
  if (facts.length === 0) return null;
  return (
    <section className="card card-pad">
      <Facts facts={facts} />
    </section>
  );
}

/** "unknown images" for `unknownImages`. */
const wordsOf = (name: string): string => name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
