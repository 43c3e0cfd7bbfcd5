import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './api/api-problem.ts';

/** Answers that a second try does not change are not asked twice. */
function retry(failures: number, error: Error): boolean {
  if (error instanceof ApiProblem && error.status >= 400 && error.status < 500) return false;
  return failures < 2;
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry, staleTime: 5_000, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
});
