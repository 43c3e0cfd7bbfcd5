export type GemCutName = 'cushion' | 'emerald' | 'oval' | 'pear' | 'marquise' | 'round';

/** One of the six kinds of stone on the demo's trays, told apart by cut and colour. */
export interface GemClass {
  id: string;
  name: string;
  cut: GemCutName;
  /** Degrees on the colour wheel. */
  hue: number;
  /** 0–1; a diamond has nearly none. */
  saturation: number;
  /** The colour that the label editor draws the class in. */
  labelColor: `#${string}`;
  /** Hue and saturation in the shifted scenes: another light, another vein of stone. */
  shifted: { hue: number; saturation: number };
}

export const GEM_CLASSES: readonly GemClass[] = [
  {
    id: 'ruby',
    name: 'Ruby',
    cut: 'cushion',
    hue: 350,
    saturation: 0.86,
    labelColor: '#e5484d',
    shifted: { hue: 18, saturation: 0.5 },
  },
  {
    id: 'emerald',
    name: 'Emerald',
    cut: 'emerald',
    hue: 152,
    saturation: 0.8,
    labelColor: '#30a46c',
    shifted: { hue: 88, saturation: 0.4 },
  },
  {
    id: 'sapphire',
    name: 'Sapphire',
    cut: 'oval',
    hue: 220,
    saturation: 0.84,
    labelColor: '#3e63dd',
    shifted: { hue: 190, saturation: 0.42 },
  },
  {
    id: 'amethyst',
    name: 'Amethyst',
    cut: 'pear',
    hue: 280,
    saturation: 0.62,
    labelColor: '#8e4ec6',
    shifted: { hue: 320, saturation: 0.38 },
  },
  {
    id: 'citrine',
    name: 'Citrine',
    cut: 'marquise',
    hue: 40,
    saturation: 0.9,
    labelColor: '#f5a623',
    shifted: { hue: 58, saturation: 0.45 },
  },
  {
    id: 'diamond',
    name: 'Diamond',
    cut: 'round',
    hue: 205,
    saturation: 0.16,
    labelColor: '#86d0e8',
    shifted: { hue: 30, saturation: 0.08 },
  },
];
