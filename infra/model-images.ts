/**
 * AWS's containers for models, pinned here and nowhere else; the registry's account comes from the facts that CDK
 * knows about each region. `--context servingImage=…`, `trainingImage=…` and `processingImage=…` name others.
 */
export const MODEL_IMAGES = {
  serving: {
    repository: 'huggingface-pytorch-inference',
    tag: '2.6.0-transformers5.5.3-gpu-py312-cu124-ubuntu22.04',
  },
  /** The same as for serving: detectors are run by ONNX Runtime, which is added to it. */
  processing: {
    repository: 'huggingface-pytorch-inference',
    tag: '2.6.0-transformers5.5.3-gpu-py312-cu124-ubuntu22.04',
  },
  training: {
    repository: 'huggingface-pytorch-training',
    tag: '2.9.0-transformers5.3.0-gpu-py312-cu130-ubuntu22.04',
  },
} as const;
