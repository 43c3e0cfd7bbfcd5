/** 64-bit hashes as numbers: the high and the low word of each, one hash after the other. */
export function hashWords(hashes: readonly string[]): Int32Array {
  const words = new Int32Array(hashes.length * 2);
  for (const [i, hash] of hashes.entries()) {
    words[i * 2] = parseInt(hash.slice(0, 8), 16);
    words[i * 2 + 1] = parseInt(hash.slice(8), 16);
  }
  return words;
}
