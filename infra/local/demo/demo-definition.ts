import { GEM_CLASSES } from '../../../shared/demo/gem-classes.ts';
import type { Skill } from '../../../shared/demo/simulated-annotator.ts';
import type { OntologyContent } from '../../../shared/labels/ontology.ts';
import type { Role } from '../../../shared/workflow/role.ts';
import { WorkflowDocument } from '../../../shared/workflow/workflow-document.ts';

export const DEMO_ONTOLOGY: OntologyContent = {
  classes: GEM_CLASSES.map(({ id, name, labelColor }) => ({
    id,
    name,
    shape: 'polygon',
    color: labelColor,
    attributes: [],
    archived: false,
  })),
  classifications: [],
};

/**
 * A person looks first whether an image is worth labelling; of what is labelled 70 % is reviewed, 20 % by an expert,
 * and 10 % passes unseen.
 */
export const DEMO_WORKFLOW = WorkflowDocument.parse({
  name: 'Gemstones: triage, annotate, sampled review',
  stages: [
    { id: 'start', kind: 'start', name: 'Start', pathways: [{ name: 'next', to: 'triage' }] },
    {
      id: 'triage',
      kind: 'review',
      name: 'Worth labelling?',
      pathways: [
        { name: 'approved', to: 'annotate' },
        { name: 'rejected', to: 'archive' },
      ],
    },
    { id: 'annotate', kind: 'annotate', name: 'Annotate', pathways: [{ name: 'submitted', to: 'sample' }] },
    {
      id: 'sample',
      kind: 'percentageRouter',
      name: 'Sample',
      pathways: [
        { name: 'review', to: 'review', percentage: 70 },
        { name: 'expert', to: 'expert', percentage: 20 },
        { name: 'pass', to: 'complete', percentage: 10 },
      ],
    },
    {
      id: 'review',
      kind: 'review',
      name: 'Review',
      pathways: [
        { name: 'approved', to: 'complete' },
        { name: 'rejected', to: 'annotate' },
      ],
    },
    {
      id: 'expert',
      kind: 'review',
      name: 'Expert review',
      pathways: [
        { name: 'approved', to: 'complete' },
        { name: 'rejected', to: 'annotate' },
      ],
    },
    { id: 'complete', kind: 'complete', name: 'Complete' },
    { id: 'archive', kind: 'archive', name: 'Archive' },
  ],
});

export interface DemoPerson {
  name: string;
  email: string;
  role: Role;
  skill?: Skill;
  /** Ids of the stages that they work in. */
  stages: readonly string[];
}

export const DEMO_PEOPLE: readonly DemoPerson[] = [
  {
    name: 'Anna',
    email: 'anna@demo.example',
    role: 'annotator',
    stages: ['annotate'],
    skill: { jitterPixels: 0.6, missing: 0.01, mislabelling: 0.01, haste: 0.01 },
  },
  {
    name: 'Ben',
    email: 'ben@demo.example',
    role: 'annotator',
    stages: ['annotate'],
    skill: { jitterPixels: 1, missing: 0.03, mislabelling: 0.03, haste: 0.02 },
  },
  {
    name: 'Chidi',
    email: 'chidi@demo.example',
    role: 'annotator',
    stages: ['annotate'],
    skill: { jitterPixels: 1.4, missing: 0.05, mislabelling: 0.05, haste: 0.05 },
  },
  { name: 'Rosa', email: 'rosa@demo.example', role: 'reviewer', stages: ['triage', 'review'] },
  { name: 'Omar', email: 'omar@demo.example', role: 'reviewer', stages: ['review', 'expert', 'triage'] },
];
