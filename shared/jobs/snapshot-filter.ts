import * as z from 'zod';

/** Which images a snapshot takes: those for which everything that is named here holds. */
export const SnapshotFilter = z.strictObject({
  /** Images of this collection of the project. */
  collectionId: z.string().min(1).max(256).optional(),
  /** Images with an object or a classification of one of these. */
  classIds: z.array(z.string().min(1).max(128)).min(1).max(100).optional(),
  /** Labels saved at this time or later … */
  savedFrom: z.iso.datetime({ offset: true }).optional(),
  /** … and before this one. */
  savedBefore: z.iso.datetime({ offset: true }).optional(),
});
export type SnapshotFilter = z.infer<typeof SnapshotFilter>;

/** Whether an image is taken. `collected` are the images of the collection; an image without labels has no time. */
export function passesFilter(
  { classIds, savedFrom, savedBefore }: SnapshotFilter,
  image: { assetId: string; classes: Readonly<Record<string, number>>; savedAt?: string },
  collected?: ReadonlySet<string>,
): boolean {
  if (collected && !collected.has(image.assetId)) return false;
  if (classIds && !classIds.some((id) => (image.classes[id] ?? 0) > 0)) return false;
  if (savedFrom === undefined && savedBefore === undefined) return true;
  const saved = Date.parse(image.savedAt ?? '');
  return (
    saved >= (savedFrom === undefined ? -Infinity : Date.parse(savedFrom)) &&
    saved < (savedBefore === undefined ? Infinity : Date.parse(savedBefore))
  );
}
