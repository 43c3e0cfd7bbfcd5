/**
 * COCO's run-length string: like LEB128 with 5 bits a character over the ASCII range 48–111; from the fourth
 * count on, the difference to the count two places before is written. Counts alternate zeros, ones, zeros …
 * Source: `rleToString` and `rleFrString` of cocoapi `common/maskApi.c`.
 */
export function encodeRleCounts(counts: ArrayLike<number>): string {
  const codes: number[] = [];
  let text = '';
  for (let i = 0; i < counts.length; i++) {
    let value = i > 2 ? counts[i] - counts[i - 2] : counts[i];
    let more = true;
    while (more) {
      let code = value & 0x1f;
      value >>= 5;
      more = code & 0x10 ? value !== -1 : value !== 0;
      if (more) code |= 0x20;
      codes.push(code + 48);
    }
    if (codes.length > 4096) text += String.fromCharCode(...codes.splice(0));
  }
  return text + String.fromCharCode(...codes);
}

/**
 * Decodes the characters `bytes[start … end)` into `out` from `at` on and returns how many counts were written,
 * or -1 when a byte is outside the alphabet, a count is cut off or negative, or `out` is too short
 * (`end - start` entries are always enough).
 */
export function decodeRleBytes(
  bytes: Uint8Array,
  start: number,
  end: number,
  out: Uint32Array | Int32Array,
  at: number,
): number {
  let n = at;
  let p = start;
  while (p < end) {
    let value = 0;
    let shift = 0;
    let code: number;
    do {
      if (p >= end || shift > 30) return -1;
      code = bytes[p++] - 48;
      if (code < 0 || code > 63) return -1;
      value |= (code & 0x1f) << shift;
      shift += 5;
    } while (code & 0x20);
    if (code & 0x10 && shift < 32) value |= -1 << shift;
    if (n - at > 2) value += out[n - 2];
    if (value < 0 || n >= out.length) return -1;
    out[n++] = value;
  }
  return n - at;
}

/** The counts of a run-length string; `undefined` when the text is not one. */
export function decodeRleCounts(text: string): Uint32Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    bytes[i] = code > 255 ? 0 : code;
  }
  const out = new Uint32Array(text.length);
  const n = decodeRleBytes(bytes, 0, bytes.length, out, 0);
  return n < 0 ? undefined : out.slice(0, n);
}
