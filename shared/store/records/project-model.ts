import * as z from 'zod';

/** Which model answers in a project; the last choice holds, the ones before are the way back. */
export const ProjectModel = z.object({
  projectId: z.string(),
  choices: z.array(z.object({ modelId: z.string(), by: z.string(), at: z.string() })),
});
export type ProjectModel = z.infer<typeof ProjectModel>;
