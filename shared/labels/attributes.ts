import * as z from 'zod';

/**
 * Answers to attributes, flat by attribute id, nested ones too (an attribute's id is unique in its ontology).
 * radio: an option id; checklist: option ids; text: a string; number: a finite number.
 */
export const AttributeValue = z.union([z.string(), z.number(), z.array(z.string())]);
export type AttributeValue = z.infer<typeof AttributeValue>;

export const AttributeValues = z.record(z.string(), AttributeValue);
export type AttributeValues = z.infer<typeof AttributeValues>;
