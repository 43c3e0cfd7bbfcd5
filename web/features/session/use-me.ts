import { useQuery } from '@tanstack/react-query';
import type { Person } from '../../api/person.ts';
import { meQuery } from './me-query.ts';

/** The person signed in; pages behind `requireSession` always have one. */
export function useMe(): Person {
  return useQuery(meQuery).data ?? { id: '', name: '', email: '' };
}
