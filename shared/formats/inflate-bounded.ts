import { Unzlib } from 'fflate';
import { InvalidInput } from '../errors.ts';

/** One piece may unpack to a thousand times its size before the limit is looked at again. */
const PIECE_BYTES = 1_024;

/**
 * Unpacks zlib data, at most `limit` bytes of it, so that a small file cannot unpack into a large one. Throws
 * InvalidInput when it is damaged.
 */
export function inflateBounded(packed: Uint8Array, limit: number): Uint8Array {
  let out = new Uint8Array(Math.min(limit, 65_536));
  let length = 0;
  const stream = new Unzlib((chunk) => {
    const room = Math.min(chunk.length, limit - length);
    if (length + room > out.length) {
      const larger = new Uint8Array(Math.min(limit, Math.max(out.length * 2, length + room)));
      larger.set(out.subarray(0, length));
      out = larger;
    }
    out.set(chunk.subarray(0, room), length);
    length += room;
  });
  try {
    for (let at = 0; at < packed.length && length < limit; at += PIECE_BYTES) {
      stream.push(packed.subarray(at, at + PIECE_BYTES), at + PIECE_BYTES >= packed.length);
    }
  } catch (cause) {
    throw new InvalidInput('A mask is damaged: its pixels cannot be unpacked.', {}, cause);
  }
  return out.subarray(0, length);
}
