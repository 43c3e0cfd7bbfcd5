import type { ParseContext } from '../format.ts';
import { linesOf, readText } from '../read-file.ts';
import type { DataYaml } from './read-data-yaml.ts';
import { splitOfPath } from '../split-of-path.ts';

/**
 * The images of each split. Paths of `data.yaml` are tried below its `path`, beside the yaml, and by their last
 * folders; when nothing of them is here (somebody else's laptop) all images are taken, split by their folders.
 */
export async function chooseImages(
  yaml: DataYaml & { file?: string },
  all: string[],
  { source, problems, images }: ParseContext,
): Promise<{ path: string; split?: string }[]> {
  const base = yaml.file?.includes('/') ? yaml.file.slice(0, yaml.file.lastIndexOf('/')) : '';
  const chosen = new Map<string, string | undefined>();
  const missing: string[] = [];
  const folders = new Map<string, string>();
  for (const { split, paths } of yaml.splits) {
    for (const path of paths) {
      // Roboflow writes `../train/images` and means the folder beside the file.
      const here = path.replace(/^(\.\.[\\/])+/, '');
      const candidates = [
        join(base, yaml.root, path),
        join(base, path),
        join(path),
        join(base, here),
        ...(yaml.root === '.' ? [] : [join(yaml.root, path)]),
      ];
      let isFound = false;
      for (const folder of candidates) {
        if (folder === undefined || isFound) continue;
        if (/\.txt$/i.test(folder)) {
          const lists = (await source.list()).filter((file) => file.path === folder);
          for (const list of lists) {
            isFound = true;
            for (const line of linesOf(await readText(source, list.path))) {
              const image = line.trim() === '' ? undefined : await images.resolve(line.trim());
              if (image !== undefined && !chosen.has(image)) chosen.set(image, split);
              else if (image === undefined && line.trim() !== '')
                problems.add(list.path, '', `The image "${line.trim().slice(0, 200)}" is not here.`);
            }
          }
          continue;
        }
        const prefix = folder === '' ? '' : `${folder}/`;
        const inside = all.filter((image) => image.startsWith(prefix));
        if (inside.length === 0) continue;
        isFound = true;
        // Two splits of one folder are no splits, unless the folder itself is named after one.
        const isShared = folders.has(folder) && folders.get(folder) !== split;
        folders.set(folder, folders.get(folder) ?? split);
        for (const image of inside) {
          if (!chosen.has(image)) chosen.set(image, split);
          else if (isShared && chosen.get(image) !== split) chosen.set(image, splitOfPath(image));
        }
      }
      if (!isFound) missing.push(`${split}: ${path}`);
    }
  }
  for (const path of missing)
    problems.add(
      yaml.file ?? '',
      path.split(':')[0],
      `The path "${path.slice(path.indexOf(':') + 2)}" is not here.`,
    );
  if (chosen.size === 0) for (const image of all) chosen.set(image, splitOfPath(image));
  return [...chosen].map(([path, split]) => ({ path, ...(split === undefined ? {} : { split }) }));
}

/** Joins as a shell would; undefined for an absolute path or one that leads outside. */
function join(...parts: string[]): string | undefined {
  const result: string[] = [];
  for (const part of parts) {
    if (/^([A-Za-z]:)?[\\/]/.test(part)) return undefined;
    for (const name of part.replaceAll('\\', '/').split('/')) {
      if (name === '' || name === '.') continue;
      if (name !== '..') result.push(name);
      else if (result.pop() === undefined) return undefined;
    }
  }
  return result.join('/');
}
