/** A number and what it counts, as people write it: "1 image", "2,000 images". */
export function counted(count: number, thing: string): string {
  return `${count.toLocaleString('en')} ${thing}${count === 1 ? '' : 's'}`;
}
