/** `[x, y]` in absolute pixels of the oriented image: origin top-left, x right, y down. */
export type Point = [x: number, y: number];
