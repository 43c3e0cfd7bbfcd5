import * as z from 'zod';

export const Role = z.enum(['admin', 'teamManager', 'annotator', 'reviewer', 'annotatorReviewer']);
export type Role = z.infer<typeof Role>;
