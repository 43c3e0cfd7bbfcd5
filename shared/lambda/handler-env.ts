import * as z from 'zod';

/** The environment of functions that read and write the table. */
export const StoreEnv = z.object({ TABLE_NAME: z.string().min(1) });
export type StoreEnv = z.infer<typeof StoreEnv>;

/** The environment of functions that use the table and blobs. */
export const StoreAndBlobsEnv = StoreEnv.extend({ BUCKET_NAME: z.string().min(1) });
export type StoreAndBlobsEnv = z.infer<typeof StoreAndBlobsEnv>;
