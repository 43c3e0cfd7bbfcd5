/** One chosen item and why. */
export interface Selected {
  index: number;
  reason: string;
}
