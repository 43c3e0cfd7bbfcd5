import type { Job } from '../../api/job.ts';
import { titleOfFormat } from '../../api/format-titles.ts';

const NAMES: Record<string, string> = {
  'create-project-tasks': 'Make the tasks',
  'freeze-snapshot': 'Freeze a snapshot',
  'restore-snapshot': 'Bring a snapshot back',
  'import-predictions': 'Import predictions',
  'outline-boxes': 'Outline the boxes',
  'embed-images': 'Prepare images for smart outlines',
  'fine-tune': 'Fine-tune a model',
  'scan-dataset': 'Take in the files of a bucket',
  'remove-project': 'Delete the project',
  evaluate: 'Evaluate',
  curate: 'Look at the images',
};

/** "Export as COCO" rather than `export-labels`. */
export function nameOfJob({ kind, asked, result }: Job): string {
  const format = titleOfFormat(asked.format ?? result?.format);
  const isDry = asked.dryRun === true;
  if (kind === 'export-labels') {
    return `${isDry ? 'Dry run of an export' : 'Export'}${format === undefined ? '' : ` as ${format}`}`;
  }
  if (kind === 'import-labels') {
    return `${isDry ? 'Dry run of an import' : 'Import labels'}${format === undefined ? '' : ` from ${format}`}`;
  }
  if (NAMES[kind] !== undefined) return NAMES[kind];
  const words = kind.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
