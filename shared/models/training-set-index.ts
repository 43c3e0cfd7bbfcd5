import * as z from 'zod';

/** `scenes.json` of a training set: what lies in `images.u8` and `instances.u8` beside it. */
export const TrainingSetIndex = z
  .object({
    count: z.int().min(0),
    /** Pictures are `side` × `side` pixels, padded with zeros at the right and the bottom. */
    side: z.literal(256),
    /** `[height, width]` of each picture inside the padding. */
    sizes: z.array(z.tuple([z.int().min(1).max(256), z.int().min(1).max(256)])),
    kinds: z.array(z.string()),
    /** What each picture is for, as its snapshot dealt it; left out: the trainer deals them itself. */
    splits: z.array(z.enum(['train', 'val'])).optional(),
  })
  .meta({ title: 'Training set' });
export type TrainingSetIndex = z.infer<typeof TrainingSetIndex>;
