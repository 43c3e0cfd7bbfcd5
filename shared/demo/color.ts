/** Red, green and blue, 0–255. */
export type Color = readonly [red: number, green: number, blue: number];

/** `hue` in degrees, `saturation` and `lightness` 0–1. */
export function colorFromHsl(hue: number, saturation: number, lightness: number): Color {
  const chroma = saturation * Math.min(lightness, 1 - lightness);
  const channel = (n: number): number => {
    const k = (n + (((hue % 360) + 360) % 360) / 30) % 12;
    return 255 * (lightness - chroma * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return [channel(0), channel(8), channel(4)];
}
