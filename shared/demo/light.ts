/** The one lamp over a tray. Directions are in image space: x right, y down. */
export interface Light {
  /** Where the light comes from, a unit vector in the plane. */
  x: number;
  y: number;
  /** Radians above the tray: low light throws long shadows. */
  elevation: number;
  /** Multiplies each channel; about 1. */
  tint: readonly [red: number, green: number, blue: number];
  /** How dark a full shadow is, 0–1. */
  shadow: number;
}
