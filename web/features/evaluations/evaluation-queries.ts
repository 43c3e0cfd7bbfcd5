import { queryOptions } from '@tanstack/react-query';
import type { EvaluationDetail } from '../../api/evaluation.ts';
import { request } from '../../api/request.ts';
import { loadMatches } from './load-matches.ts';

export const evaluationQuery = (evaluationId: string) =>
  queryOptions({
    queryKey: ['evaluations', evaluationId],
    queryFn: ({ signal }) => request<EvaluationDetail>('GET', `evaluations/${evaluationId}`, { signal }),
    staleTime: 10 * 60_000,
  });

/** All matches. The links to them live 15 minutes, so they are asked for right before. */
export const matchesQuery = (evaluationId: string) =>
  queryOptions({
    queryKey: ['evaluations', evaluationId, 'matches'],
    queryFn: async ({ signal }) => {
      const { tables } = await request<EvaluationDetail>('GET', `evaluations/${evaluationId}`, { signal });
      return loadMatches(tables, signal);
    },
    staleTime: Infinity,
    // Columns of a million rows are not to be compared value by value with those before.
    structuralSharing: false,
  });
