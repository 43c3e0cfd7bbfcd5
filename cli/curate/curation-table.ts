import type { CurationReport } from './curate-folder.ts';

const EXAMPLES = 3;

/** What a person reads at the end: a row per kind of finding with its count and a few examples. */
export function curationTable(report: CurationReport): string {
  const { assets, unreadable, ignored, summary } = report;
  const findings = new Map<string, string[]>();
  for (const { path, issues } of assets)
    for (const kind of new Set(issues.map((issue) => issue.kind))) {
      const paths = findings.get(kind);
      if (paths === undefined) findings.set(kind, [path]);
      else paths.push(path);
    }
  if (unreadable.length > 0)
    findings.set(
      'unreadable',
      unreadable.map(({ path, reason }) => `${path} (${reason})`),
    );
  const rows = [...findings].sort(([, a], [, b]) => b.length - a.length);
  const sound = assets.filter(({ issues }) => issues.length === 0).length;
  const lines = [
    `${count(assets.length, 'image')}, ${count(unreadable.length, 'file')} unreadable, ${count(ignored.length, 'other file')} ignored; ` +
      `${summary.measured} measured (${summary.mode}), ${summary.unchanged} unchanged, ${summary.seconds.toFixed(1)} s`,
    '',
  ];
  if (rows.length === 0)
    lines.push(assets.length === 0 ? 'No images were found.' : 'Nothing is wrong with them.');
  else {
    const width = Math.max(...rows.map(([kind]) => kind.length));
    for (const [kind, paths] of rows) {
      const more = paths.length > EXAMPLES ? `, … ${paths.length - EXAMPLES} more` : '';
      lines.push(
        `${kind.padEnd(width)}  ${String(paths.length).padStart(6)}  ${paths.slice(0, EXAMPLES).join(', ')}${more}`,
      );
    }
    lines.push(`${'sound'.padEnd(width)}  ${String(sound).padStart(6)}`);
  }
  if (report.labels) {
    const { format, images, objects, unmatched, problems } = report.labels;
    const missing =
      unmatched.length > 0 ? `, ${count(unmatched.length, 'labelled image')} not in the folder` : '';
    lines.push(
      '',
      `${count(objects, 'label')} of ${count(images, 'image')} read as ${format}${missing}${problems > 0 ? `, ${count(problems, 'problem')}` : ''}`,
    );
  }
  const groups = [
    `${count(report.duplicates.length, 'group')} of identical files`,
    `${count(report.nearDuplicates.length, 'group')} of look-alikes`,
    count(report.clusters.length, 'cluster'),
  ];
  lines.push('', groups.join(', '));
  return lines.join('\n');
}

function count(n: number, noun: string): string {
  return `${n.toLocaleString('en-US')} ${noun}${n === 1 ? '' : 's'}`;
}
