/** `park-for-review` → `ParkForReview`: the construct id of a function, and its placeholder without `FunctionArn`. */
export function pascalCase(folder: string): string {
  return folder
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
