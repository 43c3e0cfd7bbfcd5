import { imageIssues } from '../../../shared/curation/issues/image-issues.ts';
import type { CurationThresholds } from '../../../shared/curation/issues/curation-thresholds.ts';
import type { ExploredImages } from './load-images.ts';

/** Issues that follow from an image's own metrics: they can be judged again without a look at the images. */
const OWN_KINDS = ['dark', 'bright', 'low-information', 'blurry', 'odd-aspect', 'odd-size'];

/** The issues and reasons of all images with other thresholds, by the rules of a curation; the rest stays as it was. */
export function judgeImages(
  images: ExploredImages,
  limits: CurationThresholds,
): Pick<ExploredImages, 'issueList' | 'issueLists' | 'reasons'> {
  const judge = (row: number) => {
    const [width, height] = [images.width[row], images.height[row]];
    const metrics = {
      width,
      height,
      area: width * height,
      aspectRatio: width / height,
      brightness: images.metrics.brightness[row],
      contrast: images.metrics.contrast[row],
      sharpness: images.metrics.sharpness[row],
      entropy: images.metrics.entropy[row],
      red: 0,
      green: 0,
      blue: 0,
    };
    return imageIssues(metrics, limits, images.medianArea);
  };
  // An outlier is told only of images without an issue of their own, as in a curation.
  const isKept = (kind: string, hasOwn: boolean) =>
    !OWN_KINDS.includes(kind) && !(kind === 'metric-outlier' && hasOwn);

  // What is found comes in one order, so its kinds as bits and the list from before say what the list is now.
  const before = images.issueLists.length;
  const places = new Map<number, number>();
  const issueLists: string[][] = [];
  const issueList = new Int32Array(images.count);
  for (let row = 0; row < images.count; row++) {
    const found = judge(row);
    let bits = 0;
    for (const { kind } of found) bits |= 1 << OWN_KINDS.indexOf(kind);
    const name = bits * before + images.issueList[row];
    let place = places.get(name);
    if (place === undefined) {
      place = issueLists.length;
      places.set(name, place);
      const kept = images.issueLists[images.issueList[row]].filter((kind) => isKept(kind, found.length > 0));
      issueLists.push([...found.map(({ kind }) => kind), ...kept]);
    }
    issueList[row] = place;
  }
  const reasons = (row: number) => {
    const found = judge(row);
    const told = images.reasons(row);
    const kinds = images.issueLists[images.issueList[row]];
    return [
      ...found.map(({ reason }) => reason),
      ...told.filter((_, at) => isKept(kinds[at], found.length > 0)),
    ];
  };
  return { issueList, issueLists, reasons };
}

/** How many images have each kind, the most frequent first. */
export function countIssues({
  issueList,
  issueLists,
}: Pick<ExploredImages, 'issueList' | 'issueLists'>): [kind: string, count: number][] {
  const having = new Int32Array(issueLists.length);
  for (const place of issueList) having[place]++;
  const counts = new Map<string, number>();
  for (const [place, list] of issueLists.entries())
    for (const kind of new Set(list)) counts.set(kind, (counts.get(kind) ?? 0) + having[place]);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}
