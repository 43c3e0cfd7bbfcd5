import type { DetectProbe } from './format.ts';

/** `score` when the named file, or one of the first JSON files, begins as `looksRight` wants it. */
export async function detectJson(
  probe: DetectProbe,
  looksRight: (head: string) => boolean,
  score: number,
  pattern = /\.json$/i,
): Promise<number> {
  const candidates = probe.main === undefined ? probe.files.map((file) => file.path) : [probe.main];
  for (const path of candidates.filter((one) => pattern.test(one)).slice(0, 20)) {
    if (looksRight(await probe.head(path))) return score;
  }
  return 0;
}
