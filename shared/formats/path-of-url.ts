/**
 * The path of a link, without its host or bucket, its query and its percent signs: `s3://bucket/a/b.jpg` and
 * `https://host/a/b.jpg?size=1` are both `a/b.jpg`. What is no link comes back as it is.
 */
export function pathOfUrl(name: string): string {
  const link = /^(https?|s3a?|gs|abfss?|azure-blob|file):\/\/[^/]*\/(.+)$/i.exec(name);
  if (!link) return name;
  if (!/^https?$/i.test(link[1])) return link[2];
  const path = link[2].split(/[?#]/)[0];
  try {
    return decodeURIComponent(path);
  } catch {
    // A bare percent sign: taken as it stands.
    return path;
  }
}
