/** How picture and labels are shown; the viewer's choice, kept in the browser. */
export interface DisplaySettings {
  /** Percent, 100 is the picture as it is. */
  brightness: number;
  contrast: number;
  saturation: number;
  /** 0–1 */
  fillOpacity: number;
  /** CSS px. */
  outlineWidth: number;
  showNames: boolean;
}

export const DEFAULT_DISPLAY: DisplaySettings = {
  brightness: 100,
  contrast: 100,
  saturation: 100,
  fillOpacity: 0.18,
  outlineWidth: 1.5,
  showNames: false,
};
