/**
 * Whether a JPEG's data ends before its end marker. The markers are walked up to the first scan, because the metadata
 * may hold a whole small JPEG with an end marker of its own; what follows the end marker does not matter.
 *
 * The decoder's own message cannot be trusted for this: its error text is shared by all images that are decoded at the
 * same time.
 */
export function isJpegCut(bytes: Uint8Array): boolean {
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1];
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === 0xd9) return false;
    const length = bytes[at + 2] * 256 + bytes[at + 3];
    if (marker === 0xda) return !hasEndMarker(bytes, at + 2 + length);
    at += 2 + length;
  }
  return at + 4 > bytes.length;
}

function hasEndMarker(bytes: Uint8Array, from: number): boolean {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1))
    if (bytes[at + 1] === 0xd9) return true;
  return false;
}
