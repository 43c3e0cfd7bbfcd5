import type { Person } from '../../api/person.ts';
import { usePages } from '../../api/use-pages.ts';

/** Turns a person's id into a name; "Somebody" while or where the name is not known. */
export function usePeople(): (userId: string) => string {
  const people = usePages<Person>('users', {}, { limit: 500 }).items;
  return (userId) => {
    const person = people?.find(({ id }) => id === userId);
    return person === undefined ? 'Somebody' : person.name || person.email;
  };
}
