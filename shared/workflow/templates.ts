import { WorkflowDocument } from './workflow-document.ts';

/** A ready workflow to begin with. */
export interface WorkflowTemplate {
  id: string;
  description: string;
  workflow: WorkflowDocument;
}

type Draft = { id: string; kind: string; name: string; settings?: object; pathways?: object[] };

const to = (name: string, target: string, more: object = {}) => ({ name, to: target, ...more });
const start = (target: string): Draft => ({
  id: 'start',
  kind: 'start',
  name: 'Start',
  pathways: [to('next', target)],
});
const complete: Draft = { id: 'complete', kind: 'complete', name: 'Complete' };
const archive: Draft = { id: 'archive', kind: 'archive', name: 'Archive' };
const annotate = (target: string): Draft => ({
  id: 'annotate',
  kind: 'annotate',
  name: 'Annotate',
  pathways: [to('submitted', target)],
});
const review = (
  id: string,
  name: string,
  approved: string,
  rejected: string,
  settings: object = {},
): Draft => ({
  id,
  kind: 'review',
  name,
  settings,
  pathways: [to('approved', approved), to('rejected', rejected)],
});

function template(id: string, name: string, description: string, stages: Draft[]): WorkflowTemplate {
  return { id, description, workflow: WorkflowDocument.parse({ name, stages }) };
}

export const WORKFLOW_TEMPLATES: readonly WorkflowTemplate[] = [
  template(
    'simple-review',
    'Simple review',
    'Everything is annotated, then reviewed; rejected work goes back.',
    [start('annotate'), annotate('review'), review('review', 'Review', 'complete', 'annotate'), complete],
  ),
  template(
    'expert-review',
    'Expert review with sampling',
    'Of the annotated tasks 70 % are reviewed, 20 % are reviewed by an expert, 10 % pass unseen.',
    [
      start('annotate'),
      annotate('sample'),
      {
        id: 'sample',
        kind: 'percentageRouter',
        name: 'Sample',
        pathways: [
          to('review', 'review', { percentage: 70 }),
          to('expert', 'expert', { percentage: 20 }),
          to('pass', 'complete', { percentage: 10 }),
        ],
      },
      review('review', 'Review', 'complete', 'annotate'),
      review('expert', 'Expert review', 'complete', 'annotate', { editLabels: true }),
      complete,
    ],
  ),
  template(
    'new-annotators',
    'New annotators',
    'The work of the named new people is always reviewed; of everybody else’s, one task in five.',
    [
      start('annotate'),
      annotate('experience'),
      {
        id: 'experience',
        kind: 'collaboratorRouter',
        name: 'New here?',
        pathways: [to('new', 'review', { people: ['put-user-ids-here'] }), to('orElse', 'sample')],
      },
      {
        id: 'sample',
        kind: 'percentageRouter',
        name: 'Sample',
        pathways: [to('review', 'review', { percentage: 20 }), to('pass', 'complete', { percentage: 80 })],
      },
      review('review', 'Review', 'complete', 'annotate'),
      complete,
    ],
  ),
  template(
    'pre-label',
    'Model pre-label, then review',
    'An agent labels first; people correct its labels in review, or annotate from scratch what it could not do.',
    [
      start('pre-label'),
      {
        id: 'pre-label',
        kind: 'agent',
        name: 'Pre-label',
        settings: { actor: 'client', timeoutSeconds: 3600, onTimeout: 'failed' },
        pathways: [to('labelled', 'review'), to('failed', 'annotate'), to('useless', 'archive')],
      },
      annotate('review'),
      review('review', 'Review', 'complete', 'annotate', { editLabels: true }),
      complete,
      archive,
    ],
  ),
  template(
    'consensus',
    'Three-way consensus with adjudication',
    'Three people label each image, blind to each other; where they disagree, a reviewer decides.',
    [
      start('consensus'),
      {
        id: 'consensus',
        kind: 'consensus',
        name: 'Consensus',
        settings: { annotators: 3, rule: { quorum: 2, minimumAgreement: 0.8 } },
        pathways: [to('agreed', 'complete'), to('disagreed', 'adjudicate')],
      },
      review('adjudicate', 'Adjudicate', 'complete', 'consensus', { editLabels: true }),
      complete,
    ],
  ),
];
