export type CommentAnchor =
  | { type: 'image' }
  | { type: 'object'; objectId: string }
  /** Image px. */
  | { type: 'point'; x: number; y: number }
  | { type: 'missing'; x: number; y: number; classId?: string };

export interface Comment {
  id: string;
  taskId: string;
  anchor: CommentAnchor;
  /** An answer: the comment that began the thread. */
  threadId?: string;
  body: string;
  authorId: string;
  isResolved: boolean;
  createdAt: string;
}
