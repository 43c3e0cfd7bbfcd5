/** A deliberate single fault: `from` occurs exactly once in `file` and becomes `to`. */
export interface Mutation {
  file: string;
  from: string;
  to: string;
}

const of =
  (file: string) =>
  (from: string, to: string): Mutation => ({ file, from, to });
const kernel = of('shared/evaluation/wasm/assembly/matching.ts');
const scanned = of('shared/evaluation/wasm/assembly/annotations/json-number.ts');
const scannedMask = of('shared/evaluation/wasm/assembly/annotations/mask-runs.ts');
const filled = of('shared/evaluation/wasm/assembly/annotations/fill-rings.ts');
const match = of('shared/evaluation/match-detections.ts');
const accumulate = of('shared/evaluation/accumulate-matches.ts');
const parameters = of('shared/evaluation/coco-parameters.ts');
const order = of('shared/evaluation/order-rows.ts');
const rows = of('shared/evaluation/evaluation-rows.ts');
const box = of('shared/evaluation/box-iou-row.ts');
const mask = of('shared/evaluation/mask-iou-row.ts');
const keypoints = of('shared/evaluation/keypoint-iou-row.ts');
const summary = of('shared/evaluation/summarize-arrays.ts');
const sum = of('shared/evaluation/pairwise-sum.ts');
const truths = of('shared/evaluation/read-ground-truth.ts');
const found = of('shared/evaluation/read-detections.ts');
const runs = of('shared/geometry/rle-operations.ts');
const fill = of('shared/geometry/rasterize-polygon.ts');

/** Ties, crowds, thresholds, sort order, recall grid, ignore flags, areas, limits, sums, overlaps, areas of results. */
export const MUTATIONS: readonly Mutation[] = [
  match('candidateIou[at - 1] <= iou', 'candidateIou[at - 1] < iou'),
  match('candidateIou[at - 1] <= iou', 'candidateIou[at - 1] >= iou'),
  match('if (iou >= limits[t]) bits', 'if (iou > limits[t]) bits'),
  match('Math.min(t, 1 - 1e-10)', 't'),
  match('Math.min(t, 1 - 1e-10)', 'Math.min(t, 1 - 1e-11)'),
  match('open & candidateBits[c] & ~taken[at]', 'open & candidateBits[c]'),
  match('truths.isCrowd[row] === 1 ? -1 : ~taken[at]', '~taken[at]'),
  match('truths.isCrowd[row] === 1 ? -1 : ~taken[at]', '-1'),
  match('if (isOutside) ignored |= open;', 'if (isOutside) ignored = this.full;'),
  match('if (isOutside) ignored |= open;', ''),
  match('else if (isOutside) matches', 'else matches'),
  match('size < areaFrom[a] ||', 'size <= areaFrom[a] ||'),
  match('size > areaTo[a];', 'size >= areaTo[a];'),
  match('area < areas[a].from ||', 'area <= areas[a].from ||'),
  match('area > areas[a].to)', 'area >= areas[a].to)'),
  match('truths.isIgnored[row] === 1 || area', 'area'),
  match('      if ((truthIgnored[row] >> area) & 1) continue;\n', ''),
  accumulate('seen - partlyIgnored[list] + EPSILON', 'seen - partlyIgnored[list]'),
  accumulate('seen - partlyIgnored[list] + EPSILON', 'seen + EPSILON'),
  accumulate(
    'while (n / truths < recallThresholds[r]) n++;',
    'while (n / truths <= recallThresholds[r]) n++;',
  ),
  accumulate('while (n / truths < recallThresholds[r]) n++;', 'n = Math.ceil(recallThresholds[r] * truths);'),
  accumulate('precision[list + i - 1] = precision[list + i];', ''),
  accumulate('rank < maxDets[m]; m--', 'rank <= maxDets[m]; m--'),
  accumulate('need <= n', 'need < n'),
  accumulate('p = n > 0 ? precision[list] : 0;', 'p = 0;'),
  accumulate('s = this.firstScore[m];', 's = n > 0 ? score[list] : 0;'),
  accumulate('arrays.recall[cell] = n / truths;', 'arrays.recall[cell] = n / Math.max(1, truths - 1);'),
  accumulate('fillAbsent(arrays, k, a);\n', ''),
  parameters('i * step + start', 'start + i * 0.05'),
  parameters('i === count - 1 ? stop : i * step + start', 'i * step + start * 1.0000000000000002'),
  parameters("name: 'small', from: 0, to: 1024", "name: 'small', from: 0, to: 1023"),
  parameters('.sort((a, b) => a - b)', ''),
  parameters('maxDets: isKeypoints ? [20]', 'maxDets: isKeypoints ? [100]'),
  order('score[rows[i]] + 0', '-score[rows[i]]'),
  order('isNegative ? bits[0] : ~bits[0]', '~bits[0]'),
  order('if (k < previous) isSorted = false;', ''),
  rows(
    'orderByScore(inImageOrder(detections, detectionClass), detections.score)',
    'inImageOrder(detections, detectionClass)',
  ),
  rows('if (!useCategories) rows = orderByKey', 'if (useCategories) rows = orderByKey'),
  rows('if (!useCategories) classes = 1;', ''),
  box('isOverDetection ? dw * dh :', 'isOverDetection ? gw * gh :'),
  box('right - (dx > gx ? dx : gx)', 'right - gx'),
  box('dw * dh + gw * gh - shared', 'dw * dh + gw * gh'),
  mask('isOverDetection ? area : area + other - shared', 'area + other - shared'),
  mask('if (most < floor *', 'if (most < 1.2 * floor *'),
  keypoints('/ variances[p] / scale / 2', '/ variances[p] / scale'),
  keypoints('visible > 0 && !(gk[g + 3 * p + 2] > 0)', 'visible > 0 && !(gk[g + 3 * p + 2] > 1)'),
  keypoints('beyond(px, x - width, x + width * 2)', 'beyond(px, x, x + width)'),
  summary('if (source[cellOf(k)] > -1) present.push(k)', 'present.push(k)'),
  summary("{ of: 'precision', maxDets: 100 }", "{ of: 'precision', maxDets: last }"),
  summary('(place * R + r) * present.length + index', '(index * thresholds.length + place) * R + r'),
  sum('count <= 128', 'count <= 256'),
  sum('half -= half % 8;', ''),
  truths('columns.isIgnored[row] = one.isCrowd;', 'columns.isIgnored[row] = 0;'),
  truths('=== 0) columns.isIgnored[row] = 1;', '=== 1) columns.isIgnored[row] = 1;'),
  found(
    "if (areaFrom === 'box') columns.area[row] = one.box[2] * one.box[3];",
    'columns.area[row] = one.box[2];',
  ),
  found('columns.area[row] = masks.area[row];', 'columns.area[row] = masks.area[row] + 1;'),
  found('columns.area[row] = (x1 - x0) * (y1 - y0);', 'columns.area[row] = (x1 - x0 + 1) * (y1 - y0 + 1);'),
  runs('if (endA > start) shared += endA - start;', 'shared += Math.max(0, endA - start + 1);'),
  runs('isInA && isInB : isInA || isInB', 'isInA && isInB : isInA'),
  fill('Math.trunc(5 * value + 0.5)', 'Math.round(5 * value)'),
  fill('Math.ceil(row)', 'Math.round(row)'),
  fill('column <= width - 1 &&', 'column < width - 1 &&'),
  // The same engine in WebAssembly; the kernel is compiled anew for each.
  kernel('double(candidateIou, at - 1) <= iou', 'double(candidateIou, at - 1) < iou'),
  kernel('if (iou >= double(limits, t)) bits', 'if (iou > double(limits, t)) bits'),
  kernel('word(candidateBits, c) & ~load<i32>(at);', 'word(candidateBits, c);'),
  kernel('load<u8>(isCrowd + <usize>row) == 1 ? -1 : ~load<i32>(at)', '~load<i32>(at)'),
  kernel('load<u8>(isCrowd + <usize>row) == 1 ? -1 : ~load<i32>(at)', '-1'),
  kernel('    if ((word(outside, word(truths, from + g)) >> a) & 1) continue;\n', ''),
  kernel('if (isOutside) ignoredBits |= open;', ''),
  kernel('else if (isOutside) store', 'else store'),
  kernel('size < double(areaFrom, a)', 'size <= double(areaFrom, a)'),
  kernel('area > double(areaTo, a)', 'area >= double(areaTo, a)'),
  kernel('if (isNever || area', 'if (area'),
  kernel('== 1 ? dw * dh :', '== 1 ? gw * gh :'),
  kernel('if (<f64>place < most)', 'if (<f64>place + 1 < most)'),
  kernel('>= most) continue;', '> most) continue;'),
  kernel('while (n / <f64>count < recall) n += 1;', 'while (n / <f64>count <= recall) n += 1;'),
  kernel(' + 2.220446049250313e-16;', ';'),
  kernel('seen - word(partlyIgnored, t)', 'seen'),
  kernel('reinterpret<u64>(double(score, row) + 0.0)', 'reinterpret<u64>(double(score, row))'),
  kernel('bits >> 63 == 1 ? bits :', 'bits >> 63 == 0 ? bits :'),
  kernel('shift < 64; shift += 11', 'shift < 44; shift += 11'),
  kernel('need <= n)', 'need < n)'),
  kernel('s = firstScore;', 's = n > 0 ? double(curveScore, list) : 0;'),
  kernel('if (count == 0) fillAbsent(cell);', 'if (count < 0) fillAbsent(cell);'),
  kernel('? area : area + other - shared) : 0', '? other : area + other - shared) : 0'),
  kernel('if (most < floor *', 'if (most < 1.2 * floor *'),
  scanned('decimals <= 22) {', 'decimals <= 23) {'),
  scanned('mantissa += mantissa & 1;', ''),
  scannedMask('if (index > 2) length += before;', 'if (index > 1) length += before;'),
  filled('if (row < 0) row = 0;', 'if (row < 0) row = 1;'),
  filled('<i32>Math.ceil(row)', '<i32>Math.round(row)'),
  filled('cross(c, y0 + t - 1, height);', 'cross(c, y0 + t, height);'),
  filled('here < there ? here : there', 'here'),
  scannedMask('if (bottom >= y1) y1 = bottom + 1;', 'if (bottom > y1) y1 = bottom + 1;'),
];
