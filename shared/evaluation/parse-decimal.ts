/** The double nearest to a decimal number; a seam for something faster than the engine's own conversion. */
export function parseDecimal(text: string): number {
  return Number(text);
}
