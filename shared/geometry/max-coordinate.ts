/**
 * How many pixels a point may lie from the origin, and how long a side may be: coordinates kept at 0.01 px then fit into
 * 32 bits, and walking the sides of a polygon comes to an end.
 */
export const MAX_COORDINATE = 1e6;
