import type { Point } from '../../shared/geometry/point.ts';
import type { LabelObject } from '../../shared/labels/label-object.ts';
import type { Shape } from '../../shared/labels/shape.ts';
import { DEFAULT_DISPLAY, type DisplaySettings } from './drawing/display-settings.ts';
import { DocumentStore } from './document/document-store.ts';
import type { ClassStyle } from './drawing/draw-list.ts';
import type { Overlay } from './drawing/draw-overlays.ts';
import { Observable } from './observable.ts';
import type { Pin } from './drawing/pin-overlay.ts';
import type { SegmentAssistant } from './segmenting/segment-assistant.ts';
import { SpatialIndex } from './shapes/spatial-index.ts';
import type { ToolName } from './tool-names.ts';
import type { EditorClass, ToolSettings } from './tools/tool.ts';
import { UndoHistory } from './document/undo-history.ts';
import type { Size, View } from './view.ts';

const UNKNOWN_CLASS: ClassStyle = { name: 'Unknown class', color: '#888888' };

/** What an editor knows: the document and everything that decides how it is seen. */
export class EditorState {
  readonly store = new DocumentStore();
  readonly history = new UndoHistory(this.store);
  readonly index = new SpatialIndex(this.store);
  readonly selection = new Observable<readonly string[]>([]);
  readonly toolName = new Observable<ToolName>('select');
  readonly activeClassId = new Observable<string | undefined>(undefined);
  readonly hidden = new Observable<ReadonlySet<string>>(new Set());
  readonly locked = new Observable<ReadonlySet<string>>(new Set());
  /** Marks of a review by object id; shown on the tags. */
  readonly marks = new Observable<ReadonlyMap<string, 'approved' | 'rejected'>>(new Map());
  readonly display = new Observable<DisplaySettings>(DEFAULT_DISPLAY);
  readonly viewState = new Observable<View>({ scale: 1, x: 0, y: 0 });
  /** The image position under the cursor, for the read-out. */
  readonly cursorPoint = new Observable<Point | undefined>(undefined);
  readonly isReadOnly = new Observable(false);
  /** What others drew, under the live objects; never edited. */
  readonly overlays = new Observable<readonly Overlay[]>([]);
  /** Places that comments are about. */
  readonly pins = new Observable<readonly Pin[]>([]);
  /** The model for this picture, where there is one. */
  readonly assistantNow = new Observable<SegmentAssistant | undefined>(undefined);
  /** Where the last smart outline was computed. */
  readonly segmentedBy = new Observable<'browser' | 'server' | undefined>(undefined);
  /** Whether the next click answers `askPoint` instead of drawing. */
  readonly isAskingPoint = new Observable(false);
  readonly settings: ToolSettings = {
    brushSize: 40,
    brushHardness: 1,
    wandTolerance: 24,
    polygonMode: 'new',
    isSnapping: false,
    hasCrosshair: true,
  };
  /** Rises with every change of `settings`. */
  readonly settingsVersion = new Observable(0);
  /** Shapes drawn instead of the kept ones while something is dragged. */
  previewShapes: ReadonlyMap<string, Shape> | undefined;
  /** The object under the cursor. */
  hovered: LabelObject | undefined;
  protected classes = new Map<string, EditorClass>();
  /** Of the image, upright, in px: the space of all labels. */
  protected size: Size = { width: 1, height: 1 };

  imageSize(): Size {
    return this.size;
  }

  view(): View {
    return this.viewState.value;
  }

  classOf(classId: string): EditorClass | undefined {
    return this.classes.get(classId);
  }

  activeClass(): EditorClass | undefined {
    return this.activeClassId.value === undefined ? undefined : this.classes.get(this.activeClassId.value);
  }

  readonly styleOf = (classId: string): ClassStyle => this.classes.get(classId) ?? UNKNOWN_CLASS;
}
