import { LapidaryError } from '../../errors.ts';
import type { AttributeValues } from '../../labels/attributes.ts';
import type { LabelSource } from '../../labels/label-object.ts';
import type { ExchangeItem, ExchangeObject } from '../exchange-item.ts';
import type { ParseContext } from '../format.ts';
import { makeProbe } from '../make-probe.ts';
import { numberOf, pixelsOf } from '../number-of.ts';
import { streamXml, type XmlElement } from '../stream-xml.ts';
import { type CvatMeta, readCvatMeta } from './cvat-labels.ts';
import { readCvatShape } from './cvat-shape.ts';
import { framesOfTrack } from './frames-of-track.ts';

const MAX_FRAMES = 1_000_000;
const SOURCES: Record<string, LabelSource> = { manual: 'manual', auto: 'model', 'semi-auto': 'model' };

/**
 * CVAT for images 1.1 and for video 1.1. Images are given out as they are read; the tracks of a video are collected
 * first, because a file lists them track by track, and given out frame by frame as `frame_000010`.
 */
export async function* parseCvat(context: ParseContext): AsyncGenerator<ExchangeItem> {
  const { source, problems } = context;
  const probe = await makeProbe(source);
  const files: string[] = [];
  for (const { path } of probe.main === undefined ? probe.files : [{ path: probe.main }]) {
    if (/\.xml$/i.test(path) && (await probe.head(path)).includes('<annotations')) files.push(path);
  }
  if (files.length === 0) problems.add(source.main ?? '', '', 'There is no CVAT file here.');
  for (const file of files) yield* parseFile(file, context);
}

async function* parseFile(file: string, context: ParseContext): AsyncGenerator<ExchangeItem> {
  const { source, problems, ontology } = context;
  let meta: CvatMeta = { skeletons: new Map(), numbers: new Map(), step: 1 };
  const frames = new Map<number, ExchangeItem>();
  let isVideo = false;
  try {
    for await (const { root, element } of streamXml(source, file, 1)) {
      if (root !== 'annotations') {
        problems.add(file, `<${root}>`, 'Not a CVAT file: the root element is not <annotations>.');
        return;
      }
      if (element.name === 'meta') meta = readCvatMeta(element, ontology);
      else if (element.name === 'image') yield await readImage(element, file, meta, context);
      else if (element.name === 'track') {
        isVideo = true;
        addTrack(element, file, meta, frames, context);
      }
    }
  } catch (error) {
    if (!(error instanceof LapidaryError)) throw error;
    problems.add(file, '', error.message);
  }
  if (!isVideo) return;
  // Frames without a shape are images as well, where the images are there.
  const hasImages = meta.lastFrame !== undefined && (await context.images.all()).length > 0;
  for (let frame = 0; hasImages && frame <= Math.min(meta.lastFrame ?? 0, MAX_FRAMES); frame += meta.step) {
    const item = frames.has(frame) ? undefined : emptyFrame(frame, file, meta);
    if (item && (await context.images.resolve(item.key)) !== undefined) frames.set(frame, item);
  }
  for (const [, item] of [...frames].sort(([a], [b]) => a - b)) {
    // Frames are numbered in the file; what they are called on disk is their name from here on.
    const path = await context.images.resolve(item.key);
    if (path !== undefined) item.key = path;
    if (item.width === undefined && path !== undefined)
      Object.assign(item, await context.images.sizeOfFile(path));
    yield item;
  }
}

async function readImage(
  element: XmlElement,
  file: string,
  meta: CvatMeta,
  context: ParseContext,
): Promise<ExchangeItem> {
  const { problems, images } = context;
  const name = element.attributes['name'] ?? '';
  const item: ExchangeItem = { key: name, objects: [], classifications: [] };
  const [width, height] = [pixelsOf(element.attributes['width']), pixelsOf(element.attributes['height'])];
  const found = width === undefined || height === undefined ? await images.size(name) : { width, height };
  if (found) Object.assign(item, found);
  const subset = element.attributes['subset'];
  if (subset !== undefined && subset !== '') item.split = subset;
  const places: number[] = [];
  item.origin = { file, where: (at) => `image "${name}"${at >= 0 ? `, shape ${places[at] + 1}` : ''}` };
  const size: [number, number] | undefined = found ? [found.height, found.width] : undefined;
  element.children.forEach((one, at) => {
    const tell = (reason: string): void => problems.add(file, `image "${name}", shape ${at + 1}`, reason);
    const label = one.attributes['label'] ?? '';
    if (one.name === 'tag') {
      item.classifications.push({ name: label, answers: readAttributes(one, label, meta) });
      return;
    }
    const shape = readCvatShape(one, size, meta.skeletons.get(label) ?? []);
    if (typeof shape === 'string') return tell(`${shape} It is left out.`);
    if (label === '') tell('The shape has no label; it is kept without a class.');
    places.push(at);
    const source = one.attributes['source'];
    item.objects.push({
      class: label,
      shape,
      attributes: { ...readAttributes(one, label, meta), ...readFlags(one) },
      ...(source === undefined ? {} : { source: SOURCES[source] ?? 'import' }),
    });
  });
  return item;
}

function addTrack(
  element: XmlElement,
  file: string,
  meta: CvatMeta,
  frames: Map<number, ExchangeItem>,
  { problems }: ParseContext,
): void {
  const label = element.attributes['label'] ?? '';
  const id = element.attributes['id'] ?? '';
  if (label === '') problems.add(file, `track ${id}`, 'The track has no label; it is kept without a class.');
  const order = meta.skeletons.get(label) ?? [];
  for (const { frame, shape, element: one, isKeyframe } of framesOfTrack(
    element,
    meta.size,
    order,
    meta,
    (reason) => problems.add(file, `track ${id}`, reason),
  )) {
    let item = frames.get(frame);
    if (!item) frames.set(frame, (item = emptyFrame(frame, file, meta)));
    const object: ExchangeObject = {
      class: label,
      shape,
      attributes: { ...readAttributes(one, label, meta), ...readFlags(one), keyframe: isKeyframe ? 1 : 0 },
      trackId: id === '' ? `${label}-track` : id,
    };
    const source = element.attributes['source'];
    if (source !== undefined) object.source = SOURCES[source] ?? 'import';
    item.objects.push(object);
  }
}

function emptyFrame(frame: number, file: string, meta: CvatMeta): ExchangeItem {
  return {
    key: `frame_${String(frame).padStart(6, '0')}`,
    ...(meta.size ? { width: meta.size[1], height: meta.size[0] } : {}),
    objects: [],
    classifications: [],
    origin: { file, where: () => `frame ${frame}` },
  };
}

function readAttributes(element: XmlElement, label: string, meta: CvatMeta): AttributeValues {
  const values: AttributeValues = {};
  const numbers = meta.numbers.get(label);
  for (const one of element.children) {
    const name = one.attributes['name'];
    if (one.name !== 'attribute' || name === undefined) continue;
    const number = numbers?.has(name) ? numberOf(one.text) : undefined;
    values[name] = number ?? one.text;
  }
  return values;
}

function readFlags(element: XmlElement): AttributeValues {
  const flags: AttributeValues = {};
  for (const name of ['occluded', 'z_order', 'group_id']) {
    const value = numberOf(element.attributes[name]);
    if (value !== undefined && value !== 0) flags[name] = value;
  }
  return flags;
}
