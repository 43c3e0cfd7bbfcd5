/** How many keypoints objects have beyond `limit`; `counts` are objects by how many they have. */
export function pointsBeyond(counts: ReadonlyMap<number, number>, limit: number): number {
  let beyond = 0;
  for (const [points, objects] of counts) beyond += Math.max(0, points - limit) * objects;
  return beyond;
}
