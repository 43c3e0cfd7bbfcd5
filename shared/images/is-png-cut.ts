/** Does a PNG end before its end chunk? Its decoder says no more than "read error", for a wrong checksum too. */
export function isPngCut(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 8;
  while (at + 8 <= bytes.length) {
    const length = view.getUint32(at);
    const isEnd = view.getUint32(at + 4) === 0x49454e44;
    at += 12 + length;
    if (isEnd) return at > bytes.length;
  }
  return true;
}
