import * as z from 'zod';
import { ShapeType } from './shape.ts';

const Id = z.string().min(1).max(128);
const Name = z.string().trim().min(1).max(256);

/** How deep attributes may nest through radio options. */
export const MAX_ATTRIBUTE_DEPTH = 7;

const attributeBase = {
  id: Id,
  name: Name,
  required: z.boolean().default(false),
  archived: z.boolean().default(false),
};

export const TextAttribute = z.strictObject({
  ...attributeBase,
  type: z.literal('text'),
  maxLength: z.int().min(1).optional(),
});

/** `min` and `max` are inclusive. */
export const NumberAttribute = z.strictObject({
  ...attributeBase,
  type: z.literal('number'),
  min: z.number().optional(),
  max: z.number().optional(),
  integer: z.boolean().default(false),
});

export const ChecklistAttribute = z.strictObject({
  ...attributeBase,
  type: z.literal('checklist'),
  options: z.array(z.strictObject({ id: Id, name: Name, archived: z.boolean().default(false) })).min(1),
});

export interface RadioOption {
  id: string;
  name: string;
  archived: boolean;
  /** Asked only when this option is chosen. */
  attributes: Attribute[];
}

export interface RadioAttribute {
  type: 'radio';
  id: string;
  name: string;
  required: boolean;
  archived: boolean;
  options: RadioOption[];
}

/** One answer out of several; an option may ask further attributes. */
export const RadioAttribute: z.ZodType<RadioAttribute> = z.strictObject({
  ...attributeBase,
  type: z.literal('radio'),
  options: z
    .array(
      z.strictObject({
        id: Id,
        name: Name,
        archived: z.boolean().default(false),
        get attributes(): z.ZodType<Attribute[]> {
          return z.array(Attribute).default([]) as unknown as z.ZodType<Attribute[]>;
        },
      }),
    )
    .min(1),
});

export type Attribute =
  | z.infer<typeof TextAttribute>
  | z.infer<typeof NumberAttribute>
  | z.infer<typeof ChecklistAttribute>
  | RadioAttribute;
export const Attribute: z.ZodType<Attribute> = z
  .union([TextAttribute, NumberAttribute, ChecklistAttribute, z.lazy(() => RadioAttribute)])
  .meta({ id: 'Attribute' });

/** Named points and the bones between them (indices into `points`). */
export const Skeleton = z.strictObject({
  points: z.array(z.strictObject({ name: Name, color: z.string().optional() })).min(1),
  edges: z.array(z.tuple([z.int().min(0), z.int().min(0)])).default([]),
});
export type Skeleton = z.infer<typeof Skeleton>;

/** Things are archived, not deleted: labels that use them stay readable. */
export const OntologyClass = z.strictObject({
  id: Id,
  name: Name,
  shape: ShapeType,
  /** `#rrggbb` */
  color: z.string().regex(/^#[0-9a-fA-F]{6}$/, 'A colour looks like #1f77b4.'),
  attributes: z.array(Attribute).default([]),
  skeleton: Skeleton.optional(),
  archived: z.boolean().default(false),
});
export type OntologyClass = z.infer<typeof OntologyClass>;

/** A question about the whole image. */
export const OntologyClassification = z.strictObject({
  id: Id,
  name: Name,
  attributes: z.array(Attribute).min(1),
  archived: z.boolean().default(false),
});
export type OntologyClassification = z.infer<typeof OntologyClassification>;

export const OntologyContent = z.strictObject({
  classes: z.array(OntologyClass).max(10_000).default([]),
  classifications: z.array(OntologyClassification).max(1_000).default([]),
});
export type OntologyContent = z.infer<typeof OntologyContent>;
