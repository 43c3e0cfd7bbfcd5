import { queryOptions } from '@tanstack/react-query';
import type { Person } from '../../api/person.ts';
import { request } from '../../api/request.ts';

/** Who is signed in. Fails with 401 when nobody is. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: () => request<Person>('GET', 'me'),
  staleTime: 60_000,
});
