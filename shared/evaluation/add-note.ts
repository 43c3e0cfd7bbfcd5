import type { ReadNote } from './coco-ground-truth.ts';

/** Counts how often something odd happens and keeps the first place. */
export function addNote(notes: ReadNote[], reason: string, offset: number): void {
  const known = notes.find((note) => note.reason === reason);
  if (known !== undefined) known.count++;
  else notes.push({ reason, count: 1, offset });
}
