/** Where the parts of one training lie in the blobs. Both hosts use the same places. */
export const trainingKeys = {
  /** Folder with `scenes.json`, `images.u8` and `instances.u8`. */
  set: (trainingId: string): string => `training/${trainingId}/set/`,
  /** The same of scenes that the base was made for; missing where there are none. */
  replay: (trainingId: string): string => `training/${trainingId}/replay/`,
  /** Holds `weights.pt`. */
  base: (trainingId: string): string => `training/${trainingId}/base/`,
  /** Checkpoint, progress, and at the end the tuned pair with its weights and report. */
  out: (trainingId: string): string => `training/${trainingId}/out/`,
  /** What the base and the tuned model make of some held-out objects. */
  samples: (trainingId: string): string => `training/${trainingId}/samples.json`,
};
