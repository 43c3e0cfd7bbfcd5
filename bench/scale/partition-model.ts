import type { Random } from '../../shared/demo/random.ts';
import type { KeyLoads } from './key-loads.ts';

/** A partition of DynamoDB takes this many write units a second, whatever the table is given. */
const UNITS_PER_SECOND = 1_000;
/** A partition that is hot for this long is split in two, if its sort keys allow that. */
const SPLIT_AFTER_SECONDS = 180;
/** Unused capacity is kept for so many seconds. */
const BURST_SECONDS = 300;
/** Their sort keys grow with time: all that is new goes to the end, and splitting does not help. */
const GROWS_AT_ITS_END = /^(index )?(QUEUE|AUDIT|LEASED|ADVANCING|UNFINISHED)/;

/** What one kind of key takes for each image, as a real run showed it. */
export interface KeyKind {
  /** Ids replaced: `COUNTS#…#00`. */
  name: string;
  unitsPerImage: number;
  /** Keys of this kind at any size: 1, 16, or one for each image. */
  keys: number | 'one per image';
  /** Of the units of the kind, what its busiest key gets. 1 when there is one key. */
  hottestShare: number;
  splits: boolean;
}

/** Sorts what a run over some images wrote into kinds of keys. */
export function kindsOf(loads: KeyLoads, images: number): KeyKind[] {
  const groups = new Map<string, number[]>();
  for (const [key, units] of loads) {
    const name = key.replaceAll(/[0-9a-z]{20}(\.[0-9a-z]{20})?/g, '…').replace(/#\d{2}$/, '#shard');
    groups.set(name, [...(groups.get(name) ?? []), units]);
  }
  return (
    [...groups]
      .map(([name, each]): KeyKind => {
        const total = each.reduce((sum, units) => sum + units, 0);
        const isPerImage = each.length > images / 4 && each.length > 16;
        return {
          name,
          unitsPerImage: total / images,
          keys: isPerImage ? 'one per image' : each.length,
          hottestShare: Math.max(...each) / total,
          splits: !GROWS_AT_ITS_END.test(name),
        };
      })
      // A person's own list: the run has one person, a team has as many keys as people.
      .filter(({ name, unitsPerImage }) => unitsPerImage > 0.05 && !name.startsWith('index ASSIGNEE'))
      .sort((a, b) => b.unitsPerImage - a.unitsPerImage)
  );
}

export interface Simulated {
  /** Images a second that were done, over the whole run. */
  imagesPerSecond: number;
  seconds: number;
  hottest: string;
  /** Requests that were throttled and came again, for each image. */
  retriesPerImage: number;
}

/**
 * Lets images arrive at a rate and every write wait for its partition: token buckets with the burst and the splitting
 * of DynamoDB, refused writes that come again with exponential waiting, in steps of one second.
 */
export function simulate(
  kinds: KeyKind[],
  { images, perSecond, random }: { images: number; perSecond: number; random: Random },
): Simulated {
  const single = kinds.filter((kind) => kind.keys !== 'one per image');
  const partitions = single.map((kind) => ({
    kind,
    // Shards get as much as a hash gives them; the busiest one decides.
    share: kind.keys === 1 ? 1 : kind.hottestShare,
    tokens: UNITS_PER_SECOND * BURST_SECONDS,
    parts: 1,
    hotSeconds: 0,
    refused: 0,
  }));
  let done = 0;
  let arrived = 0;
  let waiting = 0;
  let retries = 0;
  let second = 0;
  for (; done < images && second < 10_000_000; second++) {
    const noise = 1 + 0.05 * random.normal();
    const coming = Math.min(images - arrived, Math.max(0, perSecond * noise));
    arrived += coming;
    waiting += coming;
    // What can be done this second is bound by the partition with the least room.
    if (arrived >= images && waiting < 1e-6) break;
    let room = waiting;
    for (const each of partitions) {
      const capacity = UNITS_PER_SECOND * each.parts;
      each.tokens = Math.min(each.tokens + capacity, capacity * BURST_SECONDS);
      const possible = each.tokens / (each.kind.unitsPerImage * each.share);
      if (possible < room) room = possible;
    }
    for (const each of partitions) {
      const wanted = waiting * each.kind.unitsPerImage * each.share;
      if (wanted > each.tokens) each.refused++;
      each.tokens -= room * each.kind.unitsPerImage * each.share;
      const used = room * each.kind.unitsPerImage * each.share;
      each.hotSeconds = used >= 0.9 * UNITS_PER_SECOND * each.parts ? each.hotSeconds + 1 : 0;
      if (each.kind.splits && each.hotSeconds >= SPLIT_AFTER_SECONDS) {
        each.parts *= 2;
        each.hotSeconds = 0;
      }
    }
    // Whoever was refused comes again a second or more later, and fewer times the longer it waits.
    retries += Math.min(waiting - room, perSecond) / 4;
    done += room;
    waiting -= room;
  }
  const hottest = partitions.toSorted(
    (a, b) => b.refused - a.refused || b.kind.unitsPerImage * b.share - a.kind.unitsPerImage * a.share,
  )[0];
  return {
    imagesPerSecond: done / second,
    seconds: second,
    hottest: hottest?.kind.name ?? 'none',
    retriesPerImage: retries / images,
  };
}
