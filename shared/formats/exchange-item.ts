import type { AttributeValues } from '../labels/attributes.ts';
import type { LabelSource } from '../labels/label-object.ts';
import type { Shape } from '../labels/shape.ts';

/**
 * One object on its way between formats: the class and the attributes carry names, not ids, and their values are the
 * names of options. What other tools keep beside a shape is an attribute: `iscrowd`, `occluded`, `truncated`,
 * `difficult`, `z_order`, `group_id`.
 */
export interface ExchangeObject {
  id?: string;
  class: string;
  shape: Shape;
  attributes?: AttributeValues;
  /** 0–1 */
  confidence?: number;
  source?: LabelSource;
  trackId?: string;
  createdBy?: string;
  createdAt?: string;
  updatedBy?: string;
  updatedAt?: string;
}

/** A tag or an answered question about the whole image. A plain tag has no answers; `present: "no"` denies it. */
export interface ExchangeClassification {
  id?: string;
  name: string;
  answers: AttributeValues;
}

/** One image with its labels, the unit that every format reads and writes. Sizes are pixels of the oriented image. */
export interface ExchangeItem {
  key: string;
  width?: number;
  height?: number;
  sha256?: string;
  split?: string;
  /** Facts about the image that are no labels: DOTA's `gsd`, VIA's file attributes. */
  metadata?: Record<string, string | number>;
  objects: ExchangeObject[];
  classifications: ExchangeClassification[];
  /** Where the item was read, to name it in a problem. Never written. */
  origin?: { file: string; where: (objectIndex: number) => string };
}
