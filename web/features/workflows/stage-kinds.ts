import {
  IconArchive,
  IconCircleCheck,
  IconEye,
  IconPencil,
  IconPercentage,
  IconPlayerPlay,
  IconRobot,
  IconUsersGroup,
  IconUserShare,
  type Icon,
} from '@tabler/icons-react';
import type { StageKind } from '../../api/workflow.ts';

interface StageKindInfo {
  label: string;
  icon: Icon;
  /** Tasks stay here until somebody acts, or for good. */
  holdsTasks: boolean;
  /** The pathways that every stage of this kind has. */
  pathways: string[];
  /** What it does, in one sentence. */
  purpose: string;
}

export const STAGE_KINDS: Record<StageKind, StageKindInfo> = {
  start: {
    label: 'Start',
    icon: IconPlayerPlay,
    holdsTasks: false,
    pathways: ['next'],
    purpose: 'Every image of the project enters here.',
  },
  annotate: {
    label: 'Annotate',
    icon: IconPencil,
    holdsTasks: true,
    pathways: ['submitted'],
    purpose: 'People draw and describe objects.',
  },
  review: {
    label: 'Review',
    icon: IconEye,
    holdsTasks: true,
    pathways: ['approved', 'rejected'],
    purpose: 'People approve the labels or send them back with reasons.',
  },
  percentageRouter: {
    label: 'Percentage router',
    icon: IconPercentage,
    holdsTasks: false,
    pathways: [],
    purpose: 'Splits tasks exactly by percentages that add up to 100.',
  },
  collaboratorRouter: {
    label: 'People router',
    icon: IconUserShare,
    holdsTasks: false,
    pathways: ['orElse'],
    purpose: 'Sends tasks along by who worked on them.',
  },
  agent: {
    label: 'Agent',
    icon: IconRobot,
    holdsTasks: true,
    pathways: [],
    purpose: 'A model, a webhook or an API client acts on the task.',
  },
  consensus: {
    label: 'Consensus',
    icon: IconUsersGroup,
    holdsTasks: true,
    pathways: ['agreed', 'disagreed'],
    purpose: 'Several people label the same image, and their answers are compared.',
  },
  complete: {
    label: 'Complete',
    icon: IconCircleCheck,
    holdsTasks: true,
    pathways: [],
    purpose: 'The task is done.',
  },
  archive: {
    label: 'Archive',
    icon: IconArchive,
    holdsTasks: true,
    pathways: [],
    purpose: 'The task is put aside.',
  },
};
