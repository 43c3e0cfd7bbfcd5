import type { SerializeContext } from './format.ts';

/** The name, or where another has it already (a.jpg and a.png, without their endings) with a number behind it. */
export function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let n = 2; taken.has(free); n++) free = `${name}-${n}`;
  taken.add(free);
  return free;
}

/** Where images and labels find each other by their names: the image gets the free name as well, and that is told. */
export function freeImageName(name: string, taken: Set<string>, drop: SerializeContext['drop']): string {
  const free = freeName(name, taken);
  if (free !== name)
    drop(
      'name of an image',
      'another differs by its ending only and has the same label file; a number is added',
    );
  return free;
}
