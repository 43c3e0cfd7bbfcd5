import type { WorkflowDocument } from './workflow-document.ts';

interface Hop {
  from: string;
  to: string;
  outcome: string;
  by: string;
  at: string;
  workflowRevision: number;
  via: { stageId: string; pathway: string }[];
  reasons?: string[];
}

interface Decision {
  stageId: string;
  kind: string;
  pathway: string;
  inputs: Record<string, unknown>;
}

export interface ExplainedHop {
  at: string;
  from: string;
  to: string;
  by: string;
  /** Why, in plain words. */
  text: string;
}

/** A task's way, hop by hop, in plain words. `nameOf` turns a user id into a name. */
export function explainRoute(
  hops: readonly Hop[],
  decisions: readonly Decision[],
  workflowOf: (revision: number) => WorkflowDocument | undefined,
  nameOf: (userId: string) => string,
): ExplainedHop[] {
  return hops.map((hop) => {
    const stages = workflowOf(hop.workflowRevision)?.stages ?? [];
    const stage = (id: string): string => `“${stages.find((one) => one.id === id)?.name ?? id}”`;
    const who = hop.by === 'system' ? 'Lapidary' : nameOf(hop.by);
    const parts = [opening(hop, who, stage)];
    for (const { stageId, pathway } of hop.via) {
      const decision = decisions.find((one) => one.stageId === stageId);
      parts.push(`${stage(stageId)} sent it along “${pathway}”${because(decision, nameOf)}.`);
    }
    parts.push(`So it came to ${stage(hop.to)}.`);
    return { at: hop.at, from: hop.from, to: hop.to, by: hop.by, text: parts.join(' ') };
  });
}

function opening(hop: Hop, who: string, stage: (id: string) => string): string {
  const reasons = hop.reasons?.length ? ` (${[...new Set(hop.reasons)].join('; ')})` : '';
  switch (hop.outcome) {
    case 'next':
      return 'The image arrived and its task started.';
    case 'submitted':
      return `${who} submitted it from ${stage(hop.from)}.`;
    case 'approved':
      return `${who} approved it in ${stage(hop.from)}.`;
    case 'rejected':
      return `${who} rejected it in ${stage(hop.from)}${reasons}.`;
    case 'agreed':
      return `The annotators of ${stage(hop.from)} agreed.`;
    case 'disagreed':
      return `The annotators of ${stage(hop.from)} disagreed.`;
    case 'move':
      return `${who} moved it by hand.`;
    case 'reopen':
      return `${who} reopened it.`;
    case 'moveToRevision':
      return `${who} moved it to revision ${hop.workflowRevision} of the workflow.`;
    default:
      return `${who} sent it from ${stage(hop.from)} along “${hop.outcome}”.`;
  }
}

function because(decision: Decision | undefined, nameOf: (userId: string) => string): string {
  if (decision?.kind === 'percentageRouter') {
    const shares = decision.inputs.percentages as Record<string, number>;
    const list = Object.entries(shares)
      .map(([name, share]) => `${share} % ${name}`)
      .join(', ');
    return `, as it was number ${Number(decision.inputs.ordinal) + 1} of those split ${list}; it keeps this on later passes`;
  }
  if (decision?.kind === 'collaboratorRouter') {
    const { person } = decision.inputs;
    return typeof person === 'string'
      ? `, because ${nameOf(person)} annotated it`
      : ', as nobody had annotated it';
  }
  return '';
}
