import { createCanvas } from './canvas.ts';
import { finishPicture } from './finish-picture.ts';
import { GEM_CLASSES } from './gem-classes.ts';
import type { Light } from './light.ts';
import { measureObjects } from './measure-objects.ts';
import { paintBackground, type Background } from './paint-background.ts';
import { paintGem, type PlacedGem } from './paint-gem.ts';
import { paintSetting, type Setting } from './paint-setting.ts';
import { paintTrayRim } from './paint-tray-rim.ts';
import { Random } from './random.ts';
import type { Scene } from './scene.ts';

/**
 * `tray`: the demo's world. `shifted`: other stones, other light, other ground. `mounted`: the same, and every stone
 * sits in a rim of metal that belongs to it. The last two are for fine-tuning: no model has learned from them.
 */
export type SceneStyle = 'tray' | 'shifted' | 'mounted';

export interface SceneOptions {
  /** The same seed, style and size give the same bytes. */
  seed: number;
  style?: SceneStyle;
  width?: number;
  height?: number;
}

const SEED_OFFSETS: Record<SceneStyle, number> = { tray: 0, shifted: 0x51f7, mounted: 0x3037 };

const BACKGROUNDS: Record<SceneStyle, readonly Background[]> = {
  tray: ['felt', 'velvet', 'wood', 'grain'],
  shifted: ['marble', 'slate', 'linen'],
  mounted: ['marble', 'slate', 'linen'],
};

const METALS = [
  { hue: 44, saturation: 0.6 },
  { hue: 20, saturation: 0.5 },
  { hue: 215, saturation: 0.08 },
];

function chooseSetting(random: Random): Setting {
  return {
    rim: random.between(1.3, 1.55),
    ...random.pick(METALS),
    beads: random.chance(0.4) ? random.integer(14, 26) : 0,
  };
}

function chooseLight(style: SceneStyle, random: Random): Light {
  const angle = style === 'tray' ? random.between(-2.7, -0.5) : random.between(0, 2 * Math.PI);
  const warmth = style === 'tray' ? random.between(-0.04, 0.06) : random.between(-0.16, 0.2);
  return {
    x: Math.cos(angle),
    y: Math.sin(angle),
    elevation: style === 'tray' ? random.between(0.75, 1.15) : random.between(0.35, 0.6),
    tint: [1 + warmth, 1, 1 - warmth],
    shadow: style === 'tray' ? random.between(0.42, 0.62) : random.between(0.3, 0.75),
  };
}

/** Drops stones until the wished number lies or there is no room; neighbours may overlap, none is buried. */
function placeGems(width: number, height: number, style: SceneStyle, random: Random) {
  const size = Math.min(width, height);
  const wished = random.integer(5, 13);
  const placed: { gem: PlacedGem; setting?: Setting; classId: string }[] = [];
  for (let attempt = 0; attempt < 40 * wished && placed.length < wished; attempt++) {
    const kind = random.pick(GEM_CLASSES);
    const large = kind.cut === 'marquise' || kind.cut === 'pear' ? 1.18 : 1;
    const radius = size * random.between(0.062, 0.15) * large;
    const cx = random.between(0.7 * radius, width - 0.7 * radius);
    const cy = random.between(0.7 * radius, height - 0.7 * radius);
    const touching = random.chance(0.35) ? 0.68 : 1.02;
    const tooClose = placed.some(
      ({ gem }) => Math.hypot(gem.cx - cx, gem.cy - cy) < touching * (0.86 * gem.radius + 0.86 * radius),
    );
    if (tooClose) continue;
    const look = style === 'tray' ? kind : kind.shifted;
    placed.push({
      classId: kind.id,
      gem: {
        cut: kind.cut,
        cx,
        cy,
        radius,
        rotation: random.between(0, 2 * Math.PI),
        hue: look.hue + 6 * random.normal(),
        saturation: Math.max(0.04, Math.min(1, look.saturation * random.between(0.82, 1.1))),
        finish: style !== 'tray' && random.chance(0.65) ? 'dome' : 'faceted',
      },
    });
  }
  if (style !== 'mounted') return placed;
  // The piece as a whole takes the room that a bare stone would.
  return placed.map(({ gem, classId }) => {
    const setting = chooseSetting(random);
    return { classId, setting, gem: { ...gem, radius: gem.radius / setting.rim } };
  });
}

/** Renders one tray of gemstones. About 60 ms for 640 × 480 on one core. */
export function renderScene({ seed, style = 'tray', width = 640, height = 480 }: SceneOptions): Scene {
  const random = new Random(seed + SEED_OFFSETS[style]);
  const canvas = createCanvas(width, height);
  const light = chooseLight(style, random);
  paintBackground(canvas, random.pick(BACKGROUNDS[style]), light, random.fork());
  if (style === 'tray' && random.chance(0.5)) paintTrayRim(canvas, light, random.fork());
  const placed = placeGems(width, height, style, random.fork());
  const paintRandom = random.fork();
  placed.forEach(({ gem, setting }, index) => {
    if (setting) paintSetting(canvas, gem, setting, index + 1, light);
    paintGem(canvas, gem, index + 1, light, paintRandom);
  });
  const rgb = finishPicture(canvas, {
    vignette: random.between(0.12, 0.4),
    noise: style === 'tray' ? random.between(1.5, 5) : random.between(5, 11),
    seed: random.integer(1, 1 << 30),
  });
  const objects = measureObjects(
    canvas.instances,
    width,
    placed.map(({ classId }) => classId),
  );
  return { width, height, rgb, instances: canvas.instances, objects };
}
