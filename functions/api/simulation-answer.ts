import * as z from 'zod';

/** How many tasks entered each stage and took each pathway. */
export const SimulationAnswer = z.object({
  tasks: z.number(),
  stages: z.record(z.string(), z.object({ entered: z.number(), ended: z.number() })),
  pathways: z.record(z.string(), z.record(z.string(), z.number())),
  longestWay: z.number(),
  unfinished: z.number(),
});
