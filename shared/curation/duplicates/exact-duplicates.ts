/** Groups of indices with the same sha256, in order of first appearance. */
export function exactDuplicates(sha256s: readonly string[]): number[][] {
  const groups = new Map<string, number[]>();
  for (const [index, sha256] of sha256s.entries()) {
    const group = groups.get(sha256);
    if (group === undefined) groups.set(sha256, [index]);
    else group.push(index);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}
