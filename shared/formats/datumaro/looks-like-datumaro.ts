/** Whether the beginning of a JSON file looks like Datumaro's. */
export function looksLikeDatumaro(head: string): boolean {
  if (!/^\s*\{/.test(head)) return false;
  const isNamed =
    /"(dm_format_version|infos|media_type)"\s*:/.test(head) && /"(categories|items)"\s*:/.test(head);
  return isNamed || (/"categories"\s*:\s*\{/.test(head) && /"items"\s*:\s*\[/.test(head));
}
