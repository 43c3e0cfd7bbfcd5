import type { Companion } from './uploaded-files.ts';

/**
 * Names for what a COCO results list gives as numbers. Images need the COCO file beside it; categories without one are
 * numbered as our own exports number them: the classes of the ontology from 1. YOLO without its `data.yaml` has bare
 * numbers, from 0.
 */
export function cocoNames(companion: Companion | undefined, classes: readonly string[]) {
  const images = new Map<string, string>();
  const categories = new Map<string, string>();
  for (const { id, file_name: name } of companion?.images ?? []) {
    if (typeof name === 'string') images.set(String(id), name);
  }
  for (const { id, name } of companion?.categories ?? []) {
    if (typeof name === 'string') categories.set(String(id), name);
  }
  return {
    imageOf: (key: string): string => images.get(key) ?? key,
    /** "category 3", as results without categories are read, becomes the class that it stands for. */
    classOf(name: string): string {
      if (classes.includes(name)) return name;
      if (/^\d+$/.test(name)) return classes[Number(name)] ?? name;
      const number = /^category (.+)$/.exec(name)?.[1];
      if (number === undefined) return name;
      return (
        categories.get(number) ?? (categories.size === 0 ? classes[Number(number) - 1] : undefined) ?? name
      );
    },
  };
}
