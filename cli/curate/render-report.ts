import { basename, join } from 'node:path';
import type { CurationThresholds } from '../../shared/curation/issues/curation-thresholds.ts';
import type { CurationReport } from './curate-folder.ts';
import { escapeHtml } from './escape-html.ts';
import { histogramSvg } from './histogram-svg.ts';
import { makeSmallThumbnail } from './make-small-thumbnail.ts';
import { REPORT_STYLE } from './report-style.ts';

/** How many pictures a section shows; its list names all. */
const SHOWN = 24;
const GROUPS_SHOWN = 40;

/** One HTML file with everything in it: no scripts, nothing loaded from elsewhere. */
export async function renderReport(
  folder: string,
  report: CurationReport,
  thresholds: CurationThresholds,
): Promise<string> {
  const moved = new Map(report.moved.map(({ from, to }) => [from, to]));
  const thumbnails = new Map<string, string | undefined>();
  const picture = async (path: string, note = '') => {
    if (!thumbnails.has(path))
      thumbnails.set(path, await makeSmallThumbnail(moved.get(path) ?? join(folder, path)));
    const source = thumbnails.get(path);
    const shown =
      source === undefined ? '<div class="none">no picture</div>' : `<img src="${source}" alt="">`;
    return `<figure title="${escapeHtml(path)}">${shown}<figcaption>${escapeHtml(basename(path))}<small>${escapeHtml(note)}</small></figcaption></figure>`;
  };
  const pictures = async (entries: { path: string; note?: string }[]) => {
    const shown: string[] = [];
    for (const { path, note } of entries.slice(0, SHOWN)) shown.push(await picture(path, note));
    return `<div class="grid">${shown.join('')}</div>`;
  };
  const list = (entries: { path: string; note?: string }[]) =>
    `<details><summary>All ${entries.length}</summary><table><tr><th>Image</th><th>Reason</th></tr>${entries
      .map(({ path, note = '' }) => `<tr><td>${escapeHtml(path)}</td><td>${escapeHtml(note)}</td></tr>`)
      .join('')}</table></details>`;

  const sections: string[] = [];
  for (const [kind, entries] of findingsOf(report))
    sections.push(
      `<section id="${kind}"><h2>${title(kind)} <b>${entries.length}</b></h2>${await pictures(entries)}${list(entries)}</section>`,
    );
  for (const [name, groups] of [
    ['Identical files', report.duplicates],
    ['Images that look the same', report.nearDuplicates],
  ] as const) {
    if (groups.length === 0) continue;
    const shown: string[] = [];
    for (const group of groups.slice(0, GROUPS_SHOWN))
      shown.push(await pictures(group.map((path) => ({ path }))));
    const rest =
      groups.length > GROUPS_SHOWN ? `<p>… and ${groups.length - GROUPS_SHOWN} more groups.</p>` : '';
    sections.push(`<section><h2>${name} <b>${groups.length}</b></h2>${shown.join('')}${rest}</section>`);
  }
  if (report.clusters.length > 0) {
    const shown: string[] = [];
    for (const { size, prototypes } of report.clusters)
      shown.push(`<h3>${size} images</h3>${await pictures(prototypes.map((path) => ({ path })))}`);
    sections.push(
      `<section><h2>Clusters <b>${report.clusters.length}</b></h2><p>By colour, gradient and texture; the most typical images of each.</p>${shown.join('')}</section>`,
    );
  }
  if (report.unreadable.length > 0)
    sections.push(
      `<section><h2>Unreadable <b>${report.unreadable.length}</b></h2>${list(report.unreadable.map(({ path, reason }) => ({ path, note: reason }))).replace('<details>', '<details open>')}</section>`,
    );
  return page(folder, report, sections, histograms(report, thresholds));
}

function findingsOf(report: CurationReport): [string, { path: string; note: string }[]][] {
  const findings = new Map<string, { path: string; note: string }[]>();
  for (const { path, issues } of report.assets)
    for (const { kind, reason } of issues) {
      const entries = findings.get(kind) ?? [];
      findings.set(kind, entries);
      entries.push({ path, note: reason });
    }
  return [...findings].sort(([, a], [, b]) => b.length - a.length);
}

function histograms({ assets }: CurationReport, thresholds: CurationThresholds): string {
  if (assets.length < 2) return '';
  const of = (name: 'brightness' | 'contrast' | 'entropy') => assets.map(({ metrics }) => metrics[name]);
  return [
    histogramSvg('Brightness', of('brightness'), 'share of white', [thresholds.dark, thresholds.bright]),
    histogramSvg('Contrast', of('contrast'), 'standard deviation / 255', [thresholds.contrast]),
    histogramSvg(
      'Sharpness',
      assets.map(({ metrics }) => Math.log10(metrics.sharpness + 1)),
      'log₁₀ of the variance of the Laplacian + 1',
      [Math.log10(thresholds.sharpness + 1)],
    ),
    histogramSvg('Entropy', of('entropy'), 'bits', [thresholds.entropy]),
  ].join('');
}

function title(kind: string): string {
  return kind[0].toUpperCase() + kind.slice(1).replaceAll('-', ' ');
}

function page(folder: string, report: CurationReport, sections: string[], charts: string): string {
  const { assets, unreadable, duplicates, nearDuplicates, summary } = report;
  const sound = assets.filter(({ issues }) => issues.length === 0).length;
  const cards = [
    [assets.length, 'images'],
    [sound, 'without an issue'],
    [unreadable.length, 'unreadable'],
    [duplicates.length, 'groups of identical files'],
    [nearDuplicates.length, 'groups that look the same'],
  ] as const;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>Curation of ${escapeHtml(basename(folder))}</title><style>${REPORT_STYLE}</style></head><body>
<header><h1>${escapeHtml(basename(folder))}</h1><p>${escapeHtml(folder)} · measured ${summary.mode === 'fast' ? 'on reduced pictures' : 'exactly'}</p></header>
<div class="cards">${cards.map(([n, what]) => `<div><b>${n.toLocaleString('en-US')}</b>${what}</div>`).join('')}</div>
<div class="charts">${charts}</div>
${sections.join('\n') || '<p>Nothing is wrong with these images.</p>'}
</body></html>
`;
}
