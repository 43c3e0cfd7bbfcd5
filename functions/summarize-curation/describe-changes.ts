import type { CurationChanges } from '../../shared/store/records/curation.ts';

/** What one run knew of an image. */
export interface SeenImage {
  assetId: string;
  /** Kinds. */
  issues: readonly string[];
}

/** What is different from the run before: images by asset, issues by asset and kind. */
export function describeChanges(before: readonly SeenImage[], now: readonly SeenImage[]): CurationChanges {
  const earlier = new Map(before.map(({ assetId, issues }) => [assetId, new Set(issues)]));
  const changes: CurationChanges = { added: 0, removed: 0, found: {}, gone: {}, examples: [] };
  const count = (counts: Record<string, number>, kind: string) => {
    counts[kind] = (counts[kind] ?? 0) + 1;
  };
  for (const { assetId, issues } of now) {
    const known = earlier.get(assetId);
    if (!known) changes.added++;
    const fresh = [...new Set(issues)].filter((kind) => !known?.has(kind));
    for (const kind of fresh) count(changes.found, kind);
    if (fresh.length > 0 && changes.examples.length < MOST_EXAMPLES)
      changes.examples.push({ assetId, issues: fresh });
    for (const kind of known ?? []) if (!issues.includes(kind)) count(changes.gone, kind);
    earlier.delete(assetId);
  }
  changes.removed = earlier.size;
  for (const kinds of earlier.values()) for (const kind of kinds) count(changes.gone, kind);
  return changes;
}

const MOST_EXAMPLES = 50;
