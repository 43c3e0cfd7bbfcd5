import { redirect, type ParsedLocation } from '@tanstack/react-router';
import { ApiProblem } from '../../api/api-problem.ts';
import { queryClient } from '../../query-client.ts';
import { meQuery } from './me-query.ts';

/** Sends whoever is not signed in to the sign-in page, and back afterwards. */
export async function requireSession({ location }: { location: ParsedLocation }): Promise<void> {
  try {
    await queryClient.ensureQueryData(meQuery);
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) {
      throw redirect({ to: '/sign-in', search: { next: location.href === '/' ? undefined : location.href } });
    }
    throw error;
  }
}
