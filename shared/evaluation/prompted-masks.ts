/** One object that a segmenter was asked for: from its tight box and from one click, each with the IoU that came out. */
export interface PromptedObject {
  boxIou: number;
  clickIou: number;
}

/**
 * What a promptable segmenter is worth on some objects: the mean IoU per way of asking, every object counting alike
 * (as Segment Anything reports it, Kirillov et al. 2023), 0–1, rounded to four digits.
 */
export function summarizePromptedMasks(objects: readonly PromptedObject[]): PromptedObject {
  const mean = (pick: (object: PromptedObject) => number) => {
    const sum = objects.reduce((total, object) => total + pick(object), 0);
    return objects.length === 0 ? 0 : Math.round((1e4 * sum) / objects.length) / 1e4;
  };
  return { boxIou: mean(({ boxIou }) => boxIou), clickIou: mean(({ clickIou }) => clickIou) };
}

/** Less than this, summed over both ways of asking, is chance. */
const LEAST_GAIN = 0.002;
/** One way of asking may not pay for the other. */
const MOST_LOSS = 0.02;

/** Is the tuned model better than its base on the same objects? Only then is it put into use by itself. */
export function isBetterSegmenter(before: PromptedObject, after: PromptedObject): boolean {
  const box = after.boxIou - before.boxIou;
  const click = after.clickIou - before.clickIou;
  return box + click >= LEAST_GAIN && Math.min(box, click) >= -MOST_LOSS;
}
