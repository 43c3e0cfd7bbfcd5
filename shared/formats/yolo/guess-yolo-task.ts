import type { ParseContext } from '../format.ts';
import { linesOf, readText } from '../read-file.ts';
import type { DataYaml } from './read-data-yaml.ts';
import type { YoloTask } from './read-yolo-line.ts';

/** The values of the first lines of some label files. */
async function sampleLines(context: ParseContext, labels: string[]): Promise<number[][]> {
  const lines: number[][] = [];
  for (const label of labels.slice(0, 200)) {
    for (const line of linesOf(await readText(context.source, label)).slice(0, 50))
      if (line.trim() !== '')
        lines.push(
          line
            .trim()
            .split(/[\s,]+/)
            .map(Number),
        );
  }
  return lines;
}

/**
 * From the number of values a line: outlines of four points in every line are oriented boxes; lines of one length
 * above 10 whose every third value behind the box is 0, 1 or 2 are poses.
 */
export async function guessYoloTask(
  context: ParseContext,
  labels: string[],
  yaml: DataYaml,
): Promise<YoloTask> {
  if (yaml.keypoints) return 'pose';
  const lines = await sampleLines(context, labels);
  if (lines.length > 0 && lines.every(({ length }) => length === 9 || length === 10)) return 'obb';
  if (lines.length > 1 && lines.every((line) => line.length === lines[0].length && isPoseLine(line)))
    return 'pose';
  return lines.some(({ length }) => length >= 7 && length !== 9 && length !== 10) ? 'segment' : 'detect';
}

function isPoseLine(line: number[]): boolean {
  if (line.length < 11 || (line.length - 5) % 3 !== 0) return false;
  for (let i = 7; i < line.length; i += 3) if (![0, 1, 2].includes(line[i])) return false;
  // All the others are fractions.
  return line.slice(1).every((value, at) => (at >= 4 && at % 3 === 0) || value <= 1.01);
}

/** The number of keypoints and of values for each, from the length of the lines. */
export async function guessKeypoints(context: ParseContext, labels: string[]): Promise<[number, number]> {
  const lines = await sampleLines(context, labels);
  const length = lines.find((line) => line.length > 5)?.length ?? 8;
  return (length - 5) % 3 === 0 ? [(length - 5) / 3, 3] : [Math.floor((length - 5) / 2), 2];
}
