import * as z from 'zod';

/** What an hour of a GPU costs here, in US dollars. 0: nothing, so nothing is counted. */
export interface GpuPrices {
  trainingDollarsPerHour: number;
  servingDollarsPerHour: number;
  /** The month of the price list. */
  asOf?: string;
}

const Env = z.object({
  GPU_TRAINING_DOLLARS_PER_HOUR: z.coerce.number().min(0).default(0),
  GPU_SERVING_DOLLARS_PER_HOUR: z.coerce.number().min(0).default(0),
  GPU_PRICES_AS_OF: z.string().optional(),
});

/**
 * From the environment: the stacks put the list prices of the stage's machines there. On one machine it may say what an
 * hour of its GPU is worth to its owner; without, trainings there cost nothing.
 */
export function gpuPrices(env: Record<string, string | undefined> = process.env): GpuPrices {
  const parsed = Env.parse(env);
  return {
    trainingDollarsPerHour: parsed.GPU_TRAINING_DOLLARS_PER_HOUR,
    servingDollarsPerHour: parsed.GPU_SERVING_DOLLARS_PER_HOUR,
    asOf: parsed.GPU_PRICES_AS_OF,
  };
}
