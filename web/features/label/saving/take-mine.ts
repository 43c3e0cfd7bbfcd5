import type { LabelClassification, LabelObject } from '../../../../shared/labels/label-object.ts';
import type { Edit } from '../../../editor/document/document-store.ts';
import type { LabelConflicts } from './use-label-session.ts';

/** What a document looks like from here: what is there, and what is answered. */
interface Document {
  get: (id: string) => LabelObject | undefined;
  classifications: readonly LabelClassification[];
}

/** The edit that puts my version of the chosen things in the place of theirs; of the others, theirs stands. */
export function takeMine(conflicts: LabelConflicts, chosen: ReadonlySet<string>, now: Document): Edit {
  const create: LabelObject[] = [];
  const update: LabelObject[] = [];
  const remove: string[] = [];
  for (const { id, mine } of conflicts.objects) {
    if (!chosen.has(id)) continue;
    if (mine === undefined) remove.push(id);
    else if (now.get(id) === undefined) create.push(mine);
    else update.push(mine);
  }
  const answers = new Map(now.classifications.map((item) => [item.id, item]));
  const answered = conflicts.classifications.filter(({ id }) => chosen.has(id));
  for (const { id, mine } of answered) {
    if (mine === undefined) answers.delete(id);
    else answers.set(id, mine);
  }
  return {
    create,
    update,
    remove,
    ...(answered.length > 0 ? { classifications: [...answers.values()] } : {}),
  };
}
