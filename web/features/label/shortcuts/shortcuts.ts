/** What a key can do on the label page. `keys` are in the notation of `keyName`. */
export interface Shortcut {
  id: string;
  keys: string[];
  text: string;
  group: 'Tools' | 'View' | 'Objects' | 'Work' | 'Review';
}

export const SHORTCUTS: Shortcut[] = [
  { id: 'tool-select', keys: ['v'], text: 'Select and edit', group: 'Tools' },
  { id: 'tool-box', keys: ['b'], text: 'Box', group: 'Tools' },
  { id: 'tool-rotatedBox', keys: ['r'], text: 'Rotated box', group: 'Tools' },
  { id: 'tool-polygon', keys: ['p'], text: 'Polygon', group: 'Tools' },
  { id: 'tool-polyline', keys: ['l'], text: 'Polyline', group: 'Tools' },
  { id: 'tool-keypoints', keys: ['k'], text: 'Keypoints', group: 'Tools' },
  { id: 'tool-brush', keys: ['m'], text: 'Brush', group: 'Tools' },
  { id: 'tool-eraser', keys: ['e'], text: 'Eraser', group: 'Tools' },
  { id: 'tool-wand', keys: ['w'], text: 'Magic wand', group: 'Tools' },
  { id: 'tool-sam', keys: ['q'], text: 'Smart outline (SAM)', group: 'Tools' },
  { id: 'tool-ellipse', keys: ['o'], text: 'Ellipse', group: 'Tools' },
  { id: 'tool-cuboid2d', keys: ['c'], text: 'Cuboid', group: 'Tools' },
  { id: 'snap', keys: ['s'], text: 'Snap to edges and vertices', group: 'Tools' },
  { id: 'class-search', keys: ['/'], text: 'Search classes', group: 'Tools' },
  { id: 'fit', keys: ['f'], text: 'Fit the image', group: 'View' },
  { id: 'one-to-one', keys: ['g'], text: 'One to one', group: 'View' },
  { id: 'zoom-in', keys: ['+', '='], text: 'Zoom in', group: 'View' },
  { id: 'zoom-out', keys: ['-'], text: 'Zoom out', group: 'View' },
  { id: 'zoom-selection', keys: ['z'], text: 'Zoom to the selection', group: 'View' },
  { id: 'names', keys: ['n'], text: 'Show names', group: 'View' },
  { id: 'hide', keys: ['h'], text: 'Hide the selection', group: 'Objects' },
  { id: 'isolate', keys: ['i'], text: 'Show only the selection', group: 'Objects' },
  { id: 'show-all', keys: ['shift+h'], text: 'Show everything', group: 'Objects' },
  { id: 'lock', keys: ['t'], text: 'Lock the selection', group: 'Objects' },
  { id: 'next-object', keys: ['tab'], text: 'Next object', group: 'Objects' },
  { id: 'previous-object', keys: ['shift+tab'], text: 'Previous object', group: 'Objects' },
  { id: 'select-all', keys: ['ctrl+a'], text: 'Select everything', group: 'Objects' },
  { id: 'select-class', keys: ['shift+c'], text: 'Select everything of this class', group: 'Objects' },
  { id: 'duplicate', keys: ['ctrl+d'], text: 'Duplicate', group: 'Objects' },
  { id: 'join', keys: ['j'], text: 'Join the selected polygons', group: 'Objects' },
  { id: 'simplify', keys: ['shift+s'], text: 'Simplify the selected polygons', group: 'Objects' },
  { id: 'undo', keys: ['ctrl+z'], text: 'Undo', group: 'Work' },
  { id: 'redo', keys: ['ctrl+shift+z', 'ctrl+y'], text: 'Redo', group: 'Work' },
  { id: 'save', keys: ['ctrl+s'], text: 'Save now', group: 'Work' },
  { id: 'submit', keys: ['ctrl+enter'], text: 'Submit, or end the review', group: 'Work' },
  { id: 'help', keys: ['?'], text: 'Show the shortcuts', group: 'Work' },
  { id: 'approve', keys: ['a'], text: 'Approve the object, go to the next', group: 'Review' },
  { id: 'reject', keys: ['x'], text: 'Reject the object with a reason', group: 'Review' },
  { id: 'approve-rest', keys: ['shift+a'], text: 'Approve everything undecided', group: 'Review' },
  { id: 'undecide', keys: ['u'], text: 'Take the decision back', group: 'Review' },
  { id: 'before-after', keys: ['d'], text: 'Now, both, before the correction', group: 'Review' },
  { id: 'next-change', keys: ['.'], text: 'Next corrected object', group: 'Review' },
];

/** What the mouse and fixed keys do; shown beside the others. */
export const GESTURES: [string, string][] = [
  ['1 … 9', 'Choose a class'],
  ['Arrow keys', 'Nudge by 1 px; with Shift 10, with Alt 0.1'],
  ['Space or middle button, drag', 'Pan'],
  ['Wheel', 'Zoom to the cursor; with Shift pan'],
  ['Delete', 'Delete the selected vertices or objects'],
  ['Escape', 'Give up, deselect, back to select'],
  ['Enter or double click', 'End a polygon or line'],
  ['Alt + click on a vertex', 'Delete it'],
  ['Shift + click on vertices', 'Gather several to move'],
  ['[ and ]', 'Smaller and larger brush'],
  ['Smart outline: click, Alt + click, drag', 'Inside the object, outside it, a box around it'],
  ['Smart outline: Backspace, Enter', 'Take the last hint back, keep the object'],
];

interface KeyPress {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/** `ctrl+shift+z`; characters that need Shift anyway (`?`, `+`) are named alone. */
export function keyName({ key, shiftKey, ctrlKey, metaKey, altKey }: KeyPress): string {
  const isLetter = /^[a-z]$/i.test(key) || key.length > 1;
  return [
    ctrlKey || metaKey ? 'ctrl+' : '',
    altKey ? 'alt+' : '',
    shiftKey && isLetter ? 'shift+' : '',
    key.toLowerCase(),
  ].join('');
}

const STORAGE = 'lapidary-shortcuts';

/** The person's own keys, by shortcut id; empty when nothing was rebound. */
export function loadBindings(): Record<string, string[]> {
  try {
    return JSON.parse(localStorage.getItem(STORAGE) ?? '{}') as Record<string, string[]>;
  } catch {
    return {};
  }
}

export function saveBindings(bindings: Record<string, string[]>): void {
  localStorage.setItem(STORAGE, JSON.stringify(bindings));
}

/** The keys of a shortcut, rebound or not. */
export function keysOf(shortcut: Shortcut, bindings: Record<string, string[]>): string[] {
  return bindings[shortcut.id] ?? shortcut.keys;
}
