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
const cpuTimes: number[] = [];
let map = -1;
for (let run = 0; run < Number(runs); run++) {
  const start = performance.now();
  const before = process.cpuUsage();
  map = summarizeArrays(evaluateCoco(groundTruth, detections.columns, parameters), parameters)[0].value;
  times.push(performance.now() - start);
  const { user, system } = process.cpuUsage(before);
  cpuTimes.push((user + system) / 1000);
}
const median = (list: number[]): number => list.toSorted((a, b) => a - b)[list.length >> 1];
console.log(
  JSON.stringify({
    inner: times[0],
    innerCpu: cpuTimes[0],
    warm: median(times),
    warmCpu: median(cpuTimes),
    read,
    map,
  }),
);
