const known = new Map<string, { url: string; until: number }>();
/** Signed links live 15 minutes; a link is kept for ten, so that it never ends while an image is being fetched. */
const KEEP_MS = 10 * 60_000;

/** The same signed link for an image while it works: a fresh one at each refresh would load every picture again. */
export function stableUrl(assetId: string, url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  const kept = known.get(assetId);
  if (kept !== undefined && kept.until > Date.now()) return kept.url;
  known.set(assetId, { url, until: Date.now() + KEEP_MS });
  return url;
}
