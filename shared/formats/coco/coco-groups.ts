import type { DetectProbe } from '../format.ts';

/** Files of one COCO dataset that speak of the same images: instances, keypoints, captions of `val2017`. */
export interface CocoGroup {
  split?: string;
  files: string[];
}

const KINDS = /^(instances|person_keypoints|keypoints|captions|labels|panoptic|stuff|image_info)_/;

/** `instances_val2017.json` and `valid/_annotations.coco.json` tell their split; `annotations.json` tells none. */
export function cocoGroups(files: readonly string[]): CocoGroup[] {
  const groups = new Map<string, CocoGroup>();
  for (const file of files) {
    const slash = file.lastIndexOf('/');
    const name = file.slice(slash + 1).replace(/\.json$/i, '');
    const isKind = KINDS.test(name);
    const suffix = name.replace(KINDS, '');
    const folder = file.slice(0, Math.max(0, slash)).split('/').at(-1) ?? '';
    const split = isKind && suffix !== 'default' ? suffix : (splitOf(name) ?? splitOf(folder));
    const id = isKind ? `${file.slice(0, slash + 1)}${suffix}` : file;
    const group = groups.get(id);
    if (group) group.files.push(file);
    else groups.set(id, { files: [file], ...(split === undefined ? {} : { split }) });
  }
  return [...groups.values()];
}

function splitOf(name: string): string | undefined {
  return /(?:^|[^a-z])((?:train|valid|val|validation|test|minival)(?:\d{4})?)(?:[^a-z]|$)/i.exec(name)?.[1];
}

/** Whether the beginning of a JSON file looks like COCO. */
export function looksLikeCoco(head: string): boolean {
  const keys = ['"images"', '"annotations"', '"categories"'].filter((key) => head.includes(key)).length;
  const isResults =
    /^\s*\[/.test(head) &&
    head.includes('"image_id"') &&
    head.includes('"category_id"') &&
    head.includes('"score"');
  if (isResults) return true;
  if (!/^\s*\{/.test(head) || keys === 0) return false;
  return ['"file_name"', '"image_id"', '"category_id"', '"supercategory"', '"segments_info"'].some((key) =>
    head.includes(key),
  );
}

/** The COCO files of what was brought: the one that was named, or every JSON file that looks like one. */
export async function cocoFiles(probe: DetectProbe): Promise<string[]> {
  if (probe.main !== undefined) return [probe.main];
  const found: string[] = [];
  for (const { path } of probe.files) {
    if (/\.json$/i.test(path) && looksLikeCoco(await probe.head(path))) found.push(path);
  }
  return found;
}
