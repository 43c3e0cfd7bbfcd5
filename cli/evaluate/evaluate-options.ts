import { InvalidInput } from '../../shared/errors.ts';
import type { AreaRange, IouType } from '../../shared/evaluation/coco-parameters.ts';

/** What the command line of `lapidary evaluate` may say, parsed. */
export interface EvaluateOptions {
  groundTruth: string;
  detections: string;
  iouType: IouType;
  json?: string;
  html?: string;
  arrays?: string;
  compare?: string;
  minMap?: number;
  /** `--no-worse-than`. */
  worseThan?: string;
  tolerance: number;
  maxDets?: number[];
  iouThresholds?: number[];
  areas?: AreaRange[];
  categories?: string[];
  useCats: '0' | '1';
  sigmas?: number[];
  federated: boolean;
  groupOf: boolean;
  details: boolean;
  detailIou: number;
  score?: number;
  bootstrap: number;
  strict: boolean;
  threads: number;
}

type Raw = Record<string, unknown>;

/**
 * Parses what commander collected. Written by hand: loading zod took a third of the time of a whole evaluation.
 * @throws InvalidInput naming the option
 */
export function parseEvaluateOptions(raw: Raw): EvaluateOptions {
  const text = (name: string): string | undefined => (typeof raw[name] === 'string' ? raw[name] : undefined);
  const needed = (name: string): string => text(name) ?? refuse(name, 'is missing');
  const number = (name: string, from = -Infinity, to = Infinity): number | undefined => {
    const value = text(name)?.trim();
    if (value === undefined) return undefined;
    const parsed = value === '' ? NaN : Number(value);
    if (!Number.isFinite(parsed)) refuse(name, `must be a number, not "${value}"`);
    if (parsed < from || parsed > to) refuse(name, `must lie between ${from} and ${to}`);
    return parsed;
  };
  const count = (name: string, most = Infinity): number => {
    const value = number(name, 0, most) ?? 0;
    return Number.isInteger(value) ? value : refuse(name, 'must be a whole number');
  };
  const list = (name: string): number[] | undefined => {
    const parsed = text(name)
      ?.split(',')
      .map((part) => (part.trim() === '' ? NaN : Number(part)));
    if (parsed?.some((value) => !Number.isFinite(value))) refuse(name, 'must be numbers with commas between');
    return parsed;
  };
  const choice = <T extends string>(name: string, given: string, among: readonly T[]): T =>
    among.find((one) => one === given) ?? refuse(name, `must be ${among.join(' or ')}, not "${given}"`);

  const maxDets = list('maxDets');
  if (maxDets?.some((n) => !Number.isInteger(n) || n < 1)) refuse('maxDets', 'must be whole and above 0');
  const iouThresholds = list('iouThresholds');
  if (iouThresholds?.some((t) => t < 0 || t > 1)) refuse('iouThresholds', 'must lie between 0 and 1');
  return {
    groundTruth: needed('groundTruth'),
    detections: needed('detections'),
    iouType: choice('iouType', needed('iouType'), ['bbox', 'segm', 'keypoints']),
    json: text('json'),
    html: text('html'),
    arrays: text('arrays'),
    compare: text('compare'),
    minMap: number('minMap'),
    worseThan: text('worseThan'),
    tolerance: number('tolerance', 0) ?? 1e-12,
    maxDets,
    iouThresholds,
    areas: parseAreas(text('areas')),
    categories: text('categories')
      ?.split(',')
      .map((name) => name.trim()),
    useCats: choice('useCats', text('useCats') ?? '1', ['0', '1']),
    sigmas: list('sigmas'),
    federated: raw.federated === true,
    groupOf: raw.groupOf === true,
    details: raw.details === true,
    detailIou: number('detailIou', 0, 1) ?? 0.5,
    score: number('score'),
    bootstrap: count('bootstrap'),
    strict: raw.strict === true,
    threads: count('threads', 2),
  };
}

/** `all:0-1e10,small:0-1024`; without an end a range has none. */
function parseAreas(text: string | undefined): AreaRange[] | undefined {
  const areas = text?.split(',').map((part) => {
    const [, name, from, to] = /^([^:]+):([\d.e+]+)-([\d.e+]*)$/i.exec(part.trim()) ?? [];
    return { name, from: Number(from), to: to === '' ? Infinity : Number(to) };
  });
  if (areas?.some(({ name, from, to }) => name === undefined || !(from <= to))) {
    refuse('areas', 'must look like all:0-1e10,small:0-1024');
  }
  if (areas !== undefined && areas.length > 31) refuse('areas', 'must be fewer than 32');
  return areas;
}

function refuse(name: string, reason: string): never {
  const flag =
    name === 'worseThan' ? 'no-worse-than' : name.replaceAll(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);
  throw new InvalidInput(`--${flag}: ${reason}.`, { option: flag, reason });
}
