/** One timed run of Lapidary's engine: own.ts FOLDER TYPE RUNS; prints a JSON line like `peer.py`. */
import { fileSource } from '../../cli/evaluate/file-source.ts';
import { cocoParameters, type IouType } from '../../shared/evaluation/coco-parameters.ts';
import { evaluateCoco } from '../../shared/evaluation/evaluate-coco.ts';
import { readDetections } from '../../shared/evaluation/read-detections.ts';
import { readGroundTruth } from '../../shared/evaluation/read-ground-truth.ts';
import { summarizeArrays } from '../../shared/evaluation/summarize-arrays.ts';

const [folder, type, runs] = process.argv.slice(2) as [string, IouType, string];
const groundTruth = readGroundTruth(fileSource(`${folder}/gt.json`), type);
const detections = readDetections(fileSource(`${folder}/dt.json`), groundTruth, type);
const read = performance.now();
const parameters = cocoParameters(type);
const times: number[] = [];
let map = -1;
for (let run = 0; run < Number(runs); run++) {
  const start = performance.now();
  map = summarizeArrays(evaluateCoco(groundTruth, detections.columns, parameters), parameters)[0].value;
  times.push(performance.now() - start);
}
const warm = times.toSorted((a, b) => a - b);
console.log(
  JSON.stringify({
    inner: times[0],
    warm: warm[warm.length >> 1],
    read,
    rss: process.resourceUsage().maxRSS * 1024,
    map,
  }),
);
