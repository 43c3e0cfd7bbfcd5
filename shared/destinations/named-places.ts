import { InvalidInput, UnknownDestination } from '../errors.ts';

const NAME = /^[a-z0-9][a-z0-9-]{0,39}$/;

/**
 * Places by name, from one text: `trainers=s3://bucket/prefix,archive=s3://other`.
 *
 * @throws InvalidInput for what has no name, a name of other signs than a to z, digits and `-`, or a name twice
 */
export function namedPlaces(list: string[]): Map<string, string> {
  const places = new Map<string, string>();
  for (const one of list) {
    const at = one.indexOf('=');
    const [name, place] = [one.slice(0, Math.max(at, 0)).trim(), one.slice(at + 1).trim()];
    if (!NAME.test(name) || place === '') {
      throw new InvalidInput(
        `"${one}" names no destination: write NAME=PLACE, the name with a to z, digits and - only.`,
      );
    }
    if (places.has(name)) throw new InvalidInput(`Two destinations are named ${name}; give each its own.`);
    places.set(name, place);
  }
  return places;
}

/** @throws UnknownDestination, which names those that there are */
export function placeOf<Place>(places: ReadonlyMap<string, Place>, name: string): Place {
  const place = places.get(name);
  if (place === undefined) throw new UnknownDestination(name, [...places.keys()]);
  return place;
}
