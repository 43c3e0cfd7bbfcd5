/** Whether the beginning of a JSON file looks like a Label Studio export, full or minimal. */
export function looksLikeLabelStudio(head: string): boolean {
  if (/"(annotations|completions|predictions)"\s*:\s*\[/.test(head) && /"result"\s*:/.test(head)) return true;
  if (
    /^\s*\[/.test(head) &&
    /"data"\s*:\s*\{/.test(head) &&
    /"(annotations|predictions|total_annotations)"\s*:/.test(head)
  )
    return true;
  return (
    /^\s*\[/.test(head) &&
    /"annotation_id"\s*:/.test(head) &&
    /"(annotator|lead_time|original_width)"\s*:/.test(head)
  );
}
