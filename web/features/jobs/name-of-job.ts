import type { Job } from '../../api/job.ts';
import { EXPORT_FORMATS } from './export-formats.ts';

/** "Export as COCO" rather than `export-labels`. */
export function nameOfJob(job: Job): string {
  const format = EXPORT_FORMATS.find(({ value }) => value === job.input?.format)?.label;
  if (/export/.test(job.kind)) return format === undefined ? 'Export' : `Export as ${format}`;
  if (/freeze-snapshot/.test(job.kind)) {
    return typeof job.input?.name === 'string' ? `Freeze snapshot ${job.input.name}` : 'Freeze a snapshot';
  }
  const words = job.kind.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
