import type { AttributeValues } from '../../labels/attributes.ts';
import { LapidaryError } from '../../errors.ts';
import type { ExchangeItem, ExchangeObject } from '../exchange-item.ts';
import type { ParseContext } from '../format.ts';
import { numberOf, pixelsOf } from '../number-of.ts';
import { linesOf, readText } from '../read-file.ts';
import { splitOfPath } from '../split-of-path.ts';
import { joinMasks } from './join-masks.ts';
import { findVocMasks, type VocMasks } from './read-voc-masks.ts';
import { child, childText, streamXml, type XmlElement } from '../stream-xml.ts';

/**
 * Pascal VOC: one XML an image. By default the numbers are taken as they stand (what LabelImg, CVAT and Roboflow
 * write); with `one-based: "true"` as in the official sets, where pixel 1 is the first and xmax belongs to the box:
 * x = xmin − 1, width = xmax − xmin + 1. Masks in `SegmentationObject` and `SegmentationClass` are joined with the boxes
 * they belong to, unless `masks: "false"`.
 */
export async function* parseVoc(context: ParseContext): AsyncGenerator<ExchangeItem> {
  const { source, problems, settings, images } = context;
  const files = (await source.list()).map((file) => file.path);
  const xmls = source.main === undefined ? files.filter((path) => /\.xml$/i.test(path)) : [source.main];
  const splits = await readSplits(files, context);
  // Two folders may hold images of one name.
  const taken = new Set<string>();
  const masks = await findVocMasks(settings['masks'] === 'false' ? [] : files, context);
  for (const file of xmls) {
    try {
      for await (const { element } of streamXml(source, file, 0)) {
        if (element.name !== 'annotation') {
          problems.add(
            file,
            `<${element.name}>`,
            'Not a VOC annotation: the root element is not <annotation>.',
          );
          continue;
        }
        const item = await readAnnotation(element, file, splits, taken, context);
        await addMasks(item, stemOf(file), masks, context);
        yield item;
      }
    } catch (error) {
      if (!(error instanceof LapidaryError)) throw error;
      problems.add(file, '', error.message);
    }
  }
  // CVAT's "segmentation mask" has no XML at all.
  const described = new Set(xmls.map(stemOf));
  for (const stem of source.main === undefined ? masks.stems : []) {
    if (described.has(stem)) continue;
    const path = await images.resolve(`JPEGImages/${stem}`);
    const item: ExchangeItem = { key: path ?? `${stem}.jpg`, objects: [], classifications: [] };
    if (path !== undefined) Object.assign(item, await images.sizeOfFile(path));
    const split = splits.get(stem);
    if (split !== undefined) item.split = split;
    await addMasks(item, stem, masks, context);
    yield item;
  }
}

/** Masks of another size than their image cannot be placed: told and left out. */
async function addMasks(
  item: ExchangeItem,
  stem: string,
  masks: VocMasks,
  { problems }: ParseContext,
): Promise<void> {
  if (!masks.stems.has(stem)) return;
  const tell = (reason: string): void => problems.add('SegmentationObject', `${stem}.png`, reason);
  try {
    const found = await masks.read(stem);
    const size = found.at(0)?.shape.size;
    if (!size) return;
    item.height ??= size[0];
    item.width ??= size[1];
    if (size[0] !== item.height || size[1] !== item.width)
      tell(`The masks are ${size[1]} × ${size[0]} pixels, the image ${item.width} × ${item.height}.`);
    else joinMasks(item.objects, found);
  } catch (error) {
    if (!(error instanceof LapidaryError)) throw error;
    tell(error.message);
  }
}

function stemOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1).replace(/\.xml$/i, '');
}

async function readAnnotation(
  root: XmlElement,
  file: string,
  splits: ReadonlyMap<string, string>,
  taken: Set<string>,
  { problems, settings, images }: ParseContext,
): Promise<ExchangeItem> {
  const stem = stemOf(file);
  let key = childText(root, 'filename') ?? '';
  if (key === '') key = childText(root, 'path')?.replaceAll('\\', '/').split('/').at(-1) ?? '';
  if (key === '') key = (await images.resolve(stem)) ?? `${stem}.jpg`;
  else if (!/\.\w{2,5}$/.test(key)) key = (await images.resolve(key)) ?? `${key}.jpg`;
  const folder = file.slice(0, file.lastIndexOf('/') + 1);
  if (taken.has(key)) key = (await images.resolve(folder + key)) ?? folder + key;
  else if ((await images.resolve(key)) === undefined) {
    // Images are renamed more often than the names inside their annotations.
    const renamed = await images.resolve(stem);
    if (renamed !== undefined) {
      problems.add(file, '', `The image "${key.slice(0, 200)}" is not here; "${renamed}" is taken for it.`);
      key = renamed;
    }
  }
  taken.add(key);
  const item: ExchangeItem = { key, objects: [], classifications: [] };
  const places: string[] = [];
  item.origin = { file, where: (at) => places[at] ?? '' };
  const size = child(root, 'size');
  const width = size && pixelsOf(childText(size, 'width'));
  const height = size && pixelsOf(childText(size, 'height'));
  const found = width === undefined || height === undefined ? await images.size(key) : { width, height };
  if (found) Object.assign(item, found);
  const split = splits.get(stem) ?? splitOfPath(file);
  if (split !== undefined) item.split = split;
  root.children.forEach((element, at) => {
    if (element.name !== 'object') return;
    const where = `object ${root.children.slice(0, at + 1).filter((one) => one.name === 'object').length}`;
    for (const object of readObject(element, settings['one-based'] === 'true', (reason) =>
      problems.add(file, where, reason),
    )) {
      places.push(where);
      item.objects.push(object);
    }
  });
  return item;
}

function readObject(
  element: XmlElement,
  isOneBased: boolean,
  tell: (reason: string) => void,
): ExchangeObject[] {
  const name = childText(element, 'name');
  if (name === undefined || name === '') {
    tell('The object has no name; it is left out.');
    return [];
  }
  const attributes = readAttributes(element);
  const objects: ExchangeObject[] = [];
  const box = readBox(child(element, 'bndbox'), isOneBased);
  const rotated = child(element, 'robndbox');
  const polygon = child(element, 'polygon') ?? child(element, 'segmentation');
  const ring = polygon && readPolygon(polygon);
  if (ring && ring.length >= 3)
    objects.push({ class: name, shape: { type: 'polygon', parts: [[ring]] }, attributes });
  else if (rotated) {
    const [cx, cy, width, height, radians] = ['cx', 'cy', 'w', 'h', 'angle'].map(
      (one) => numberOf(childText(rotated, one)) ?? NaN,
    );
    objects.push({
      class: name,
      shape: { type: 'rotatedBox', cx, cy, width, height, angle: (radians * 180) / Math.PI },
      attributes,
    });
  } else if (box) objects.push({ class: name, shape: { type: 'box', ...box }, attributes });
  else tell('The object has no box that can be read; it is left out.');
  for (const part of element.children) {
    if (part.name !== 'part') continue;
    const partName = childText(part, 'name');
    const partBox = readBox(child(part, 'bndbox'), isOneBased);
    if (partName === undefined || !partBox) tell('A part has no name or no box; it is left out.');
    else objects.push({ class: partName, shape: { type: 'box', ...partBox }, attributes: { part_of: name } });
  }
  return objects;
}

function readBox(element: XmlElement | undefined, isOneBased: boolean) {
  if (!element) return undefined;
  const [x0, y0, x1, y1] = ['xmin', 'ymin', 'xmax', 'ymax'].map((name) => numberOf(childText(element, name)));
  if (x0 === undefined || y0 === undefined || x1 === undefined || y1 === undefined) return undefined;
  const one = isOneBased ? 1 : 0;
  return { x: x0 - one, y: y0 - one, width: x1 - x0 + one, height: y1 - y0 + one };
}

/** Roboflow writes `<polygon><x1/><y1/><x2/>…`, others `<pt><x/><y/></pt>` or `<point>`. */
function readPolygon(element: XmlElement): [number, number][] {
  const points: [number, number][] = [];
  for (const one of element.children) {
    if (one.name === 'pt' || one.name === 'point') {
      points.push([numberOf(childText(one, 'x')) ?? NaN, numberOf(childText(one, 'y')) ?? NaN]);
    }
  }
  for (let n = 1; points.length === n - 1; n++) {
    const [x, y] = [numberOf(childText(element, `x${n}`)), numberOf(childText(element, `y${n}`))];
    if (x === undefined || y === undefined) break;
    points.push([x, y]);
  }
  return points;
}

function readAttributes(element: XmlElement): AttributeValues {
  const attributes: AttributeValues = {};
  for (const name of ['pose', 'truncated', 'difficult', 'occluded']) {
    const text = childText(element, name);
    if (text !== undefined && text !== '') attributes[name] = numberOf(text) ?? text;
  }
  const actions = child(element, 'actions');
  if (actions)
    attributes['actions'] = actions.children.filter((one) => numberOf(one.text) === 1).map((one) => one.name);
  const point = child(element, 'point');
  if (point) attributes['point'] = `${childText(point, 'x')} ${childText(point, 'y')}`;
  for (const attribute of child(element, 'attributes')?.children ?? []) {
    const name = childText(attribute, 'name');
    const value = childText(attribute, 'value');
    if (name !== undefined && name !== '' && value !== undefined) attributes[name] = value;
  }
  return attributes;
}

/** `ImageSets/Main/train.txt` and its kin list the stems of a split. */
async function readSplits(files: string[], { source }: ParseContext): Promise<ReadonlyMap<string, string>> {
  const splits = new Map<string, string>();
  for (const file of files) {
    const split = /(?:^|\/)ImageSets\/[^/]+\/(train|val|test)\.txt$/i.exec(file)?.[1];
    if (split === undefined) continue;
    for (const line of linesOf(await readText(source, file))) {
      const stem = line.trim().split(/\s+/)[0];
      if (stem !== '') splits.set(stem, split);
    }
  }
  return splits;
}
