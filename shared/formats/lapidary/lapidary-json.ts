import * as z from 'zod';
import { AttributeValues } from '../../labels/attributes.ts';
import { LabelSource } from '../../labels/label-object.ts';
import { OntologyContent } from '../../labels/ontology.ts';
import { Shape } from '../../labels/shape.ts';

const Text = z.string().max(1024);

/** An object in Lapidary JSON: class, attributes and options by name, coordinates in pixels of the oriented image. */
export const LapidaryObject = z.object({
  id: z.string().min(1).max(128).optional(),
  class: Text.describe('The name of a class of the ontology.'),
  shape: Shape,
  attributes: AttributeValues.optional().describe(
    'Answers by attribute name; choices by the name of the option.',
  ),
  confidence: z.number().min(0).max(1).optional(),
  source: LabelSource.optional(),
  trackId: z.string().min(1).max(128).optional(),
  createdBy: Text.optional(),
  createdAt: Text.optional(),
  updatedBy: Text.optional(),
  updatedAt: Text.optional(),
});

export const LapidaryClassification = z.object({
  id: z.string().min(1).max(128).optional(),
  name: Text.describe('The name of a classification of the ontology.'),
  answers: AttributeValues.default({}),
});

export const LapidaryAsset = z.object({
  key: z.string().min(1).max(1024).describe('Path of the image in its dataset, with forward slashes.'),
  width: z.int().min(1).optional(),
  height: z.int().min(1).optional(),
  sha256: z.string().optional(),
  split: Text.optional(),
  metadata: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  objects: z.array(LapidaryObject).default([]),
  classifications: z.array(LapidaryClassification).default([]),
});

/** Lapidary JSON 1, the lossless exchange format: `lapidary.json`. */
export const LapidaryJson = z
  .object({
    lapidary: z.literal(1),
    ontology: OntologyContent,
    assets: z.array(LapidaryAsset),
    problems: z.array(z.object({ file: z.string(), where: z.string(), reason: z.string() })).default([]),
  })
  .describe('Lapidary JSON 1: a dataset with its ontology, labels and what was found wrong on import.');
