import type { CocoArrays } from '../../shared/evaluation/coco-arrays.ts';
import type { CocoParameters } from '../../shared/evaluation/coco-parameters.ts';
import type { DetectionDetails } from '../../shared/evaluation/detection-details.ts';
import { ERROR_KINDS } from '../../shared/evaluation/error-breakdown.ts';
import type { EvaluationReport } from '../../shared/evaluation/evaluation-report.ts';
import { barRows, escapeHtml, lineChart, matrixTable, percent, type Series } from './report-charts.ts';
import { REPORT_SCRIPT, REPORT_STYLE } from './report-style.ts';

/** A report as one self-contained HTML file, light or dark as the reader's system is. */
export function htmlReport(report: EvaluationReport, arrays: CocoArrays, parameters: CocoParameters): string {
  const { counts, details } = report;
  const sections = [
    tiles(report),
    `<div class="grid2">${curves(report, arrays, parameters)}${sizes(report)}</div>`,
    details === undefined ? '' : detailSections(details),
    classTable(report),
    details === undefined ? '' : worstImages(details),
    summaryTable(report),
  ];
  const notes = report.notes.map((note) => `<li>${escapeHtml(note)}</li>`).join('');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Evaluation</title><style>${REPORT_STYLE}</style></head><body><main>
<h1>Evaluation</h1>
<p class="soft">${counts.images} images, ${counts.groundTruths} ground truths, ${counts.detections} detections of ${counts.categories} classes, compared as ${report.iouType}.</p>
${notes === '' ? '' : `<ul class="notes">${notes}</ul>`}
${sections.join('\n')}
</main><script>${REPORT_SCRIPT}</script></body></html>
`;
}

function tiles({ stats, iouType, details }: EvaluationReport): string {
  const isKeypoints = iouType === 'keypoints';
  const numbers: [string, number][] = [
    ['AP, IoU 0.50:0.95', stats[0]],
    ['AP at IoU 0.50', stats[1]],
    ['AP at IoU 0.75', stats[2]],
    ['AR', stats[isKeypoints ? 5 : 8]],
  ];
  if (details !== undefined) {
    numbers.push(['Precision', details.overall.precision], ['Recall', details.overall.recall]);
    numbers.push(['F1', details.overall.f1], ['Calibration error', details.calibration.ece]);
  }
  return `<div class="tiles">${numbers
    .map(([name, value]) => `<div class="tile"><b>${percent(value)}</b><span>${name}</span></div>`)
    .join('')}</div>`;
}

/** Mean over classes for a few thresholds, then the classes with the most ground truth at the first threshold. */
function curves(report: EvaluationReport, arrays: CocoArrays, parameters: CocoParameters): string {
  const { iouThresholds, recallThresholds } = parameters;
  const wanted = iouThresholds.length <= 4 ? iouThresholds : [iouThresholds[0], 0.75, iouThresholds.at(-1)];
  const curve = (t: number, classes: readonly number[]): [number, number][] =>
    recallThresholds.map((recall, r) => {
      const values = classes.map((k) => precisionAt(arrays, k, t, r)).filter((value) => value >= 0);
      return [recall, values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length];
    });
  const all = Array.from({ length: arrays.classes }, (_, k) => k);
  const byThreshold: Series[] = wanted.flatMap((threshold) => {
    const t = iouThresholds.indexOf(threshold);
    return t < 0 ? [] : [{ name: `IoU ${threshold.toFixed(2)}`, points: curve(t, all) }];
  });
  const largest = all
    .filter((k) => report.perClass[k].truths > 0)
    .sort((a, b) => report.perClass[b].truths - report.perClass[a].truths)
    .slice(0, 8);
  const byClass: Series[] = largest.map((k) => ({ name: report.perClass[k].name, points: curve(0, [k]) }));
  return `<section><h2>Precision and recall, mean of the classes</h2>${lineChart('recall', 'precision', byThreshold)}</section>
<section><h2>The classes with most objects, IoU ${iouThresholds[0].toFixed(2)}</h2>${lineChart('recall', 'precision', byClass)}</section>`;
}

function precisionAt(arrays: CocoArrays, k: number, t: number, r: number): number {
  const cell = (k * arrays.areas * arrays.limits + arrays.limits - 1) * arrays.thresholds + t;
  return arrays.precision[cell * arrays.recalls + r];
}

function sizes(report: EvaluationReport): string {
  const names = Object.keys(report.perClass[0]?.apByArea ?? {});
  const rows = names.map((name) => {
    const values = report.perClass.map((one) => one.apByArea[name]).filter((value) => value >= 0);
    const mean = values.length === 0 ? -1 : values.reduce((a, b) => a + b, 0) / values.length;
    return { name, value: mean, text: percent(mean) };
  });
  return `<section><h2>AP by size of the object</h2>${barRows(rows)}</section>`;
}

function detailSections(details: DetectionDetails): string {
  const { errors, calibration, overall, intervals } = details;
  const kinds = ERROR_KINDS.map((name) => ({
    name,
    value: errors.gain[name],
    text: `${errors.counts[name]} · +${(100 * errors.gain[name]).toFixed(1)} AP`,
  }));
  const reliability: Series[] = [
    {
      name: 'ideal',
      points: [
        [0, 0],
        [1, 1],
      ],
    },
    {
      name: 'detections',
      points: calibration.bins.filter((bin) => bin.count > 0).map((bin) => [bin.confidence, bin.accuracy]),
    },
  ];
  const ranges = Object.entries(intervals ?? {})
    .map(([name, { low, high }]) => `${name} ${percent(low)} to ${percent(high)}`)
    .join(' · ');
  return `<div class="grid2"><section><h2>What is wrong, and what mending it would gain (IoU ${details.iouThreshold})</h2>${barRows(kinds)}
<p class="soft">${overall.right} right, ${overall.wrong} wrong, ${overall.missed} missed from score ${details.scoreThreshold.toFixed(3)} on; mean IoU ${overall.averageIou.toFixed(3)}; ${overall.wrongPerImage.toFixed(2)} wrong ones per image.</p>
${ranges === '' ? '' : `<p class="soft">95 % intervals: ${ranges}</p>`}</section>
<section><h2>Is the score a probability? (error ${percent(calibration.ece)})</h2>${lineChart('score', 'share that is right', reliability)}</section></div>
<section><h2>Confusion: rows are the truth, columns the prediction</h2>${matrixTable(details.confusion.labels, details.confusion.counts)}</section>`;
}

function classTable({ perClass, details }: EvaluationReport): string {
  const areas = Object.keys(perClass[0]?.apByArea ?? {});
  const byName = new Map(details?.perClass.map((one) => [one.id, one]));
  const extra = details === undefined ? [] : ['precision', 'recall', 'F1', 'best F1 at'];
  const head = ['class', 'objects', 'detections', 'AP', 'AP50', 'AP75', 'AR', ...areas, ...extra];
  const rows = perClass.map((one) => {
    const more = byName.get(one.id);
    const rates = [one.ap, one.ap50, one.ap75, one.ar, ...areas.map((name) => one.apByArea[name])];
    const cells = [
      `<th scope="row">${escapeHtml(one.name)}</th>`,
      ...[one.truths, one.detections].map((value) => `<td class="n" data-value="${value}">${value}</td>`),
      ...rates.map((value) => `<td class="n" data-value="${value}">${percent(value)}</td>`),
    ];
    if (details !== undefined) {
      const { precision = -1, recall = -1, f1 = -1, bestF1 } = more ?? {};
      cells.push(
        ...[precision, recall, f1].map(
          (value) => `<td class="n" data-value="${value}">${percent(value)}</td>`,
        ),
        `<td class="n" data-value="${bestF1?.threshold ?? -1}">${bestF1?.threshold.toFixed(3) ?? '–'}</td>`,
      );
    }
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<section><h2>By class</h2>${sortable(head, rows)}</section>`;
}

function worstImages({ worstImages: images }: DetectionDetails): string {
  const rows = images.map(
    ({ id, fileName, right, wrong, missed, f1 }) =>
      `<tr><th scope="row">${escapeHtml(fileName || String(id))}</th>${[right, wrong, missed]
        .map((value) => `<td class="n" data-value="${value}">${value}</td>`)
        .join('')}<td class="n" data-value="${f1}">${percent(f1)}</td></tr>`,
  );
  return `<section><h2>The worst images</h2>${sortable(['image', 'right', 'wrong', 'missed', 'F1'], rows)}</section>`;
}

function summaryTable({ summary }: EvaluationReport): string {
  const rows = summary.map(
    ({ label, value }) =>
      `<tr><th scope="row"><code>${escapeHtml(label.trim())}</code></th><td class="n" data-value="${value}">${value.toFixed(3)}</td></tr>`,
  );
  return `<section><h2>COCO's summary</h2>${sortable(['number', 'value'], rows)}</section>`;
}

function sortable(head: readonly string[], rows: readonly string[]): string {
  const names = head
    .map((name, i) => `<th scope="col"${i === 0 ? '' : ' class="n"'}>${escapeHtml(name)}</th>`)
    .join('');
  return `<div class="scroll"><table class="sortable"><thead><tr>${names}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}
