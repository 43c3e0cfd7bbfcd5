/** One stone that can be seen, wholly or in part. */
export interface SceneObject {
  /** The value of this object's pixels in `Scene.instances`. */
  instance: number;
  /** Id of one of `GEM_CLASSES`. */
  classId: string;
  /** Pixels that are seen. */
  area: number;
  /** The tightest box around the pixels that are seen, in pixels. */
  box: { x: number; y: number; width: number; height: number };
}

/** A rendered picture and the exact truth about it. */
export interface Scene {
  width: number;
  height: number;
  /** Interleaved RGB bytes, row by row. */
  rgb: Uint8Array;
  /** Which object is seen at each pixel, row by row; 0 is the background. */
  instances: Uint16Array;
  objects: SceneObject[];
}
