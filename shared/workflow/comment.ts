import * as z from 'zod';

/** What a comment is about. A point is in image pixels. `missing`: here something should have been labelled. */
export const CommentAnchor = z.discriminatedUnion('type', [
  z.object({ type: z.literal('image') }),
  z.object({ type: z.literal('object'), objectId: z.string().min(1).max(128) }),
  z.object({ type: z.literal('point'), x: z.number(), y: z.number() }),
  z.object({
    type: z.literal('missing'),
    x: z.number(),
    y: z.number(),
    classId: z.string().max(128).optional(),
  }),
]);
export type CommentAnchor = z.infer<typeof CommentAnchor>;

export const Comment = z.object({
  id: z.string(),
  taskId: z.string(),
  anchor: CommentAnchor,
  /** An answer: the id of the comment that began the thread. */
  threadId: z.string().optional(),
  body: z.string().trim().min(1).max(5000),
  authorId: z.string(),
  isResolved: z.boolean().default(false),
  resolvedBy: z.string().optional(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type Comment = z.infer<typeof Comment>;
