/**
 * The same 64-bit hashes (high and low word of each) with their bits in another order, one for all, so that distances
 * stay: the bits that differ most among them are dealt out like cards to the four 16-bit parts. Images of one camera
 * have whole parts in common; left as they are, such a part would tell nothing, and all would be compared with all.
 */
export function dealBits(words: Int32Array): Int32Array {
  const count = words.length / 2;
  const set = new Float64Array(64);
  for (let i = 0; i < words.length; i++) {
    const from = (i & 1) * 32;
    for (let bit = 0; bit < 32; bit++) set[from + bit] += (words[i] >>> bit) & 1;
  }
  const evenness = (bit: number) => Math.abs(set[bit] - count / 2);
  const order = Array.from({ length: 64 }, (_, bit) => bit).sort((a, b) => evenness(a) - evenness(b));
  const dealt = new Int32Array(words.length);
  for (const [turn, bit] of order.entries()) {
    const part = turn % 4;
    const from = bit >> 5;
    const to = part >> 1;
    const place = (part & 1) * 16 + (turn >> 2);
    for (let i = 0; i < dealt.length; i += 2)
      dealt[i + to] |= ((words[i + from] >>> (bit & 31)) & 1) << place;
  }
  return dealt;
}
