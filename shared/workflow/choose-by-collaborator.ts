import type { Pathway } from './stage.ts';

/** The pathway whose list names the person who worked on the task last; everybody else takes `orElse`. */
export function chooseByCollaborator(pathways: readonly Pathway[], userId: string | undefined): string {
  const named = pathways.find(
    (pathway) => userId !== undefined && pathway.name !== 'orElse' && pathway.people?.includes(userId),
  );
  return named?.name ?? 'orElse';
}
