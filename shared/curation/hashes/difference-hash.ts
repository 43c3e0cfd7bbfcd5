import { hashToHex } from './hash-hex.ts';

export const DHASH_WIDTH = 9;
export const DHASH_HEIGHT = 8;

/**
 * The 64-bit difference hash of `imagehash.dhash`: bit = pixel brighter than its left neighbour; row-major, first bit
 * highest. 16 hexadecimal digits.
 *
 * @param grey 9 × 8 bytes
 */
export function differenceHash(grey: Uint8Array): string {
  return hashToHex((bit) => {
    const at = (bit >> 3) * DHASH_WIDTH + (bit & 7);
    return grey[at + 1] > grey[at];
  });
}
