import type { LabelSource } from '../labels/label-object.ts';
import type { OntologyContent } from '../labels/ontology.ts';
import type { ShapeType } from '../labels/shape.ts';
import type { ExchangeItem } from './exchange-item.ts';
import type { FileSource, SourceFile } from './file-source.ts';
import type { ImageIndex } from './image-index.ts';
import type { OntologyBuilder } from './ontology-builder.ts';
import type { OutputFile } from './output-file.ts';
import type { Problem, ProblemLog } from './problem-log.ts';
import type { Survey, ValueKind } from './survey-dataset.ts';

export const FORMAT_NAMES = [
  'lapidary',
  'coco',
  'yolo',
  'voc',
  'cvat',
  'datumaro',
  'label-studio',
  'labelbox',
  'encord',
  'supervisely',
  'labelme',
  'via',
  'open-images',
  'kitti',
  'cityscapes',
  'dota',
  'mot',
  'createml',
  'csv',
  'huggingface',
] as const;
export type FormatName = (typeof FORMAT_NAMES)[number];

/** Choices of one format, by name: `one-based: "true"`. docs/formats.md lists them with their defaults. */
export type FormatSettings = Readonly<Record<string, string>>;

/** What is noted beside a label: ids, who and when, and the hash of the image. */
export type Detail = 'id' | 'id of a classification' | 'author' | 'time' | 'hash';

/**
 * What of an ontology is kept: classes that no object uses, their colours, the names and bones of skeletons, the type
 * and options of attributes, and the rules for answers (required, asked under another answer, archived, a range with one end, a longest text).
 */
export type OntologyPart = 'classes' | 'colours' | 'skeletons' | 'attributes' | 'rules';

/** What a format can hold; what is absent here is named as a loss before an export starts. */
export interface Capabilities {
  /** Shapes held as they are. */
  shapes: readonly ShapeType[];
  /** Shapes that are written as another one, and what is lost by it. */
  converts: Partial<Record<ShapeType, string>>;
  /** `any` name and value, only the ones listed, or none. */
  attributes: 'any' | readonly string[];
  /** The kinds of values that attributes keep, by name, `*` for the others. Left out: all. */
  values?: Readonly<Record<string, readonly ValueKind[]>>;
  /** Tags and answers about the whole image: with answers, tags only, tags of a dataset without objects, captions, or none. */
  classifications: 'answers' | 'tags' | 'tags alone' | 'captions' | 'none';
  /** Whether a tag can say that something is not there, and whether a caption is held. Left out: no. */
  denials?: boolean;
  captions?: boolean;
  confidence: boolean;
  tracks: boolean;
  splits: boolean;
  /** A polygon of several parts, and a polygon with holes. */
  parts: boolean;
  holes: boolean;
  /** An image without any label is still listed. */
  emptyImages: boolean;
  /** Facts about the image that are no labels: any, or the ones listed. Left out: none. */
  metadata?: 'any' | readonly string[];
  /** Left out: none of them. */
  details?: readonly Detail[];
  sources?: readonly LabelSource[];
  ontology?: readonly OntologyPart[];
  /** What is left out of an image whose size is not known, where the format cannot do without; and why. */
  needsSize?: { leavesOut: 'objects' | 'image'; because: string };
  /** What becomes of a hole where `holes` is false; left out: it is filled. */
  holesBecome?: string;
}

/** What `parse` gets; it reports problems and classes to the two collectors as it goes. */
export interface ParseContext {
  source: FileSource;
  settings: FormatSettings;
  problems: ProblemLog;
  ontology: OntologyBuilder;
  /** Finds the images that labels name, and their sizes. */
  images: ImageIndex;
}

/** What `serialize` gets. `items()` starts from the beginning at every call; `splits` names those that occur. */
export interface DatasetStream {
  ontology: OntologyContent;
  splits: readonly string[];
  items(): AsyncIterable<ExchangeItem> | Iterable<ExchangeItem>;
  /** What was found wrong on import; complete when the items have been read once. */
  problems?: () => Problem[];
}

/** One thing that an export leaves out or changes, and how many times. */
export interface Loss {
  what: string;
  count: number;
  reason: string;
}

export interface SerializeContext {
  settings: FormatSettings;
  /** Whether images are to be put beside the labels; without them `imageOf` files need not be given. */
  withImages: boolean;
  /** Called for everything left out or changed that `planLosses` cannot know before. */
  drop: (what: string, reason: string, count?: number) => void;
}

/** What a format looks at to recognise itself: the names, and the beginning of any file. */
export interface DetectProbe {
  files: readonly SourceFile[];
  main?: string;
  /** The first 64 KB as text, BOM and encoding resolved. */
  head(path: string): Promise<string>;
}

/**
 * A way that other tools write labels. `detect` answers 0 (surely not) to 1 (surely). `parse` yields items as they
 * are read; a bad record becomes a problem and the rest is imported. `serialize` yields files in constant memory.
 */
export interface Format {
  readonly name: FormatName;
  readonly title: string;
  readonly capabilities: Capabilities;
  /** Where settings, or what the labels are, change what can be held. */
  capabilitiesFor?(
    survey: Survey,
    settings: FormatSettings,
    ontology: OntologyContent | undefined,
  ): Capabilities;
  detect(probe: DetectProbe): Promise<number>;
  /** What the capabilities cannot say: losses that depend on the settings or on what the labels are. */
  losses?(survey: Survey, settings: FormatSettings, ontology: OntologyContent | undefined): Loss[];
  parse(context: ParseContext): AsyncIterable<ExchangeItem>;
  serialize?(dataset: DatasetStream, context: SerializeContext): AsyncIterable<OutputFile>;
}
