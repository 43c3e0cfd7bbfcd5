const WORDS: Record<string, string> = {
  'task.created': 'Made a task for',
  'task.claimed': 'Took',
  'task.parked': 'Brought to the next stage:',
  'task.proceeded': 'Sent on',
  'task.prioritised': 'Changed the priority of',
  'task.submitted': 'Handed in',
  'task.approved': 'Approved',
  'task.rejected': 'Sent back',
  'task.skipped': 'Skipped',
  'task.released': 'Gave back',
  'task.leaseExpired': 'Took back after the time ran out:',
  'task.rejectionResolved': 'Resolved reasons of',
  'task.labelsRestored': 'Brought back earlier labels of',
  'task.labelsImported': 'Imported labels for',
  'task.editedInReview': 'Corrected in review:',
  'task.boxesOutlined': 'Outlined the boxes of',
  'task.done': 'Finished',
  'task.slotOpened': 'Asked one more annotator for',
  'task.slotDone': 'Handed in one view of',
  'task.slotClosed': 'Closed one view of',
  'project.created': 'Made the project',
  'project.changed': 'Changed the project',
  'project.deleted': 'Deleted the project',
  'member.removed': 'Removed a person',
  'model.promoted': 'Put a model into use',
  'evaluation.finished': 'Finished an evaluation',
};

/** "Handed in" for `task.submitted`; an action without words of its own by its name: "Task moved". */
export function describeAction(action: string): string {
  const known = WORDS[action];
  if (known !== undefined) return known;
  const words = action
    .replaceAll(/[.-]/g, ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
