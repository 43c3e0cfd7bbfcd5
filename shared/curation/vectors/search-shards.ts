import type { VectorIndex } from './vector-index.ts';

export interface Shard {
  index: VectorIndex;
  /** The global id of each row. */
  ids: readonly string[];
}

export interface Hit {
  id: string;
  score: number;
}

/** From so many queries on, preparing an index saves more than it costs. */
const PREPARED_FROM = 40;

/**
 * The k best over several shards, exactly; with a filter, the k best of those that pass. A filter that few pass makes
 * the search ask for more until enough have passed or everything was seen.
 *
 * @param query one vector, or several (a selection): then the best score to any of them counts
 */
export function searchShards(
  shards: readonly Shard[],
  query: Float32Array | readonly Float32Array[],
  k: number,
  isWanted: (id: string) => boolean = () => true,
): Hit[] {
  const queries = query instanceof Float32Array ? [query] : query;
  if (queries.length >= PREPARED_FROM) for (const { index } of shards) index.prepare();
  const best = new Map<string, number>();
  for (const shard of shards)
    for (const one of queries)
      for (const { id, score } of searchShard(shard, one, k, isWanted))
        if (score > (best.get(id) ?? -Infinity)) best.set(id, score);
  return [...best]
    .map(([id, score]) => ({ id, score }))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    .slice(0, k);
}

function searchShard(
  { index, ids }: Shard,
  query: Float32Array,
  k: number,
  isWanted: (id: string) => boolean,
): Hit[] {
  for (let asked = k; ; asked *= 4) {
    const found = index.search(query, asked);
    const hits: Hit[] = [];
    for (const [at, row] of found.ids.entries())
      if (hits.length < k && isWanted(ids[row])) hits.push({ id: ids[row], score: found.scores[at] });
    if (hits.length >= k || found.ids.length >= index.count) return hits;
  }
}
