import * as z from 'zod';

/**
 * `uncertain` needs predictions of the images (the newest prediction set), `hard` an evaluation of them; a strategy
 * that has nothing to go on leaves its share to the others.
 */
export const SelectionStrategy = z.enum(['diverse', 'balanced', 'representative', 'uncertain', 'hard']);
export type SelectionStrategy = z.infer<typeof SelectionStrategy>;

/** Which images are worth labelling next: how many, and by which mixture of strategies. */
export const SelectionRule = z.strictObject({
  /** So many waiting tasks are kept at the front of the queue. */
  budget: z.int().min(1).max(500),
  /** 0–100: the priority that they get. */
  priority: z.int().min(0).max(100).default(80),
  mixture: z
    .array(z.strictObject({ strategy: SelectionStrategy, weight: z.number().positive().max(1000) }))
    .min(1)
    .max(SelectionStrategy.options.length)
    .default([
      { strategy: 'diverse', weight: 2 },
      { strategy: 'balanced', weight: 1 },
    ]),
});
export type SelectionRule = z.infer<typeof SelectionRule>;
