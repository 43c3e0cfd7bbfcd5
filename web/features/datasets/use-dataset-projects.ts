import type { Project } from '../../api/project.ts';
import { usePages } from '../../api/use-pages.ts';

/** The projects of this person that label the images of a dataset. */
export function useDatasetProjects(datasetId: string): Project[] {
  const projects = usePages<Project>('projects', {}, { limit: 500 }).items ?? [];
  return projects.filter(({ datasetIds }) => datasetIds.includes(datasetId));
}
