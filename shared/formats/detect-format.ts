import type { FileSource } from './file-source.ts';
import type { Format, FormatName } from './format.ts';
import { FORMATS } from './formats.ts';
import { makeProbe } from './make-probe.ts';

/** The format that files look most like, and how sure each candidate is (0–1, surest first). */
export async function detectFormat(
  source: FileSource,
): Promise<{ best: Format | undefined; candidates: { name: FormatName; score: number }[] }> {
  const probe = await makeProbe(source);
  const candidates: { name: FormatName; score: number }[] = [];
  for (const format of Object.values(FORMATS)) {
    const score = await format.detect(probe);
    if (score > 0) candidates.push({ name: format.name, score });
  }
  candidates.sort((a, b) => b.score - a.score);
  return { best: candidates.length > 0 ? FORMATS[candidates[0].name] : undefined, candidates };
}
