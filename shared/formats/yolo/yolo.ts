import type { Format } from '../format.ts';
import { isImagePath } from '../image-index.ts';
import { looksLikeYolo, parseYolo } from './parse-yolo.ts';
import { serializeYolo } from './serialize-yolo.ts';

/** YOLO: detect, segment, pose, obb and classify in Ultralytics' layout (docs.ultralytics.com/datasets). */
export const yolo: Format = {
  name: 'yolo',
  title: 'YOLO (Ultralytics)',
  capabilities: {
    shapes: ['box', 'polygon', 'keypoints', 'rotatedBox'],
    converts: {
      mask: 'written as its outline',
      ellipse: 'written as a polygon of 72 points',
      polyline: 'written as the box around it',
      cuboid2d: 'written as the box around it',
    },
    attributes: ['bbox'],
    classifications: 'tags alone',
    confidence: false,
    tracks: false,
    splits: true,
    parts: false,
    holes: false,
    emptyImages: true,
  },
  async detect(probe) {
    if (probe.main !== undefined) {
      if (!/\.ya?ml$/i.test(probe.main)) return 0;
      return /^(names|train|nc)\s*:/m.test(await probe.head(probe.main)) ? 0.95 : 0;
    }
    const texts = probe.files
      .filter(({ path, size }) => /\.txt$/i.test(path) && size > 0 && !/classes|source|readme/i.test(path))
      .slice(0, 5);
    let hasLabels = false;
    for (const { path } of texts) hasLabels ||= looksLikeYolo(await probe.head(path));
    for (const { path } of probe.files) {
      if (!/\.ya?ml$/i.test(path) || !/^names\s*:/m.test(await probe.head(path))) continue;
      // Roboflow puts a data.yaml beside the pixels of DOTA as well (`labelTxt`), to be known by its lines.
      return hasLabels || !probe.files.some((file) => /(^|\/)labelTxt[^/]*\//.test(file.path)) ? 0.9 : 0.3;
    }
    if (hasLabels) return 0.7;
    // Images sorted into folders, and nothing else: classification.
    const images = probe.files.filter(({ path }) => isImagePath(path));
    const others = probe.files.filter(
      ({ path }) =>
        !isImagePath(path) && !/(^|\/)(readme|license|source|classes)[^/]*$|\.md$|\.cache$/i.test(path),
    );
    const areSorted =
      images.length > 0 && others.length === 0 && images.every(({ path }) => path.includes('/'));
    return areSorted ? 0.2 : 0;
  },
  parse: parseYolo,
  serialize: serializeYolo,
};
