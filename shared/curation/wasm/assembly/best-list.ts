// The k best scores (float32, descending) and their rows (int32), as `topK` and `scan` fill them.

/** The sum of four lanes, in the order that every kernel adds them: the same bits. */
// @ts-ignore: decorator
@inline
export function lanes(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  );
}

/** Keeps `scores` descending; equal scores keep the lower index first because indices arrive ascending. */
// @ts-ignore: decorator
@inline
export function offer(scores: usize, ids: usize, k: i32, score: f32, id: i32): void {
  let at = k - 1;
  if (score <= load<f32>(scores + ((<usize>at) << 2))) return;
  while (at > 0 && load<f32>(scores + ((<usize>(at - 1)) << 2)) < score) {
    store<f32>(scores + ((<usize>at) << 2), load<f32>(scores + ((<usize>(at - 1)) << 2)));
    store<i32>(ids + ((<usize>at) << 2), load<i32>(ids + ((<usize>(at - 1)) << 2)));
    --at;
  }
  store<f32>(scores + ((<usize>at) << 2), score);
  store<i32>(ids + ((<usize>at) << 2), id);
}
