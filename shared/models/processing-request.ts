import * as z from 'zod';
import { processingKeys } from './processing-keys.ts';

/** What a stage says about the machines of processing jobs. */
export interface ProcessingSettings {
  bucket: string;
  /** Jobs are named `<prefix><job>-<attempt>`. */
  jobPrefix: string;
  roleArn: string;
  image: string;
  instance: string;
  mostInstances: number;
  dollarsPerHour: number;
  /** `s3://…`: the packed script. */
  codeUrl: string;
  /** Encrypts the machines' disks and what comes out. */
  keyArn: string;
}

export interface ProcessingWork {
  jobId: string;
  attempt: number;
  modelId: string;
  images: number;
  /** Of all images together. */
  bytes: number;
  /** How many manifests of images there are: one per bucket. */
  manifests: number;
  /** What may still be spent; undefined: no ceiling. */
  dollarsLeft?: number;
}

const Record = z.record(z.string(), z.unknown());

/** The parameters of state "Predict in SageMaker", by the names of CreateProcessingJob. */
export const ProcessingRequest = z.object({
  ProcessingJobName: z.string(),
  RoleArn: z.string(),
  AppSpecification: Record,
  Environment: Record,
  ProcessingInputs: z.array(Record),
  ProcessingOutputConfig: Record,
  ProcessingResources: z.object({
    ClusterConfig: z.looseObject({ InstanceCount: z.int(), InstanceType: z.string() }),
  }),
  StoppingCondition: z.object({ MaxRuntimeInSeconds: z.int() }),
});
export type ProcessingRequest = z.infer<typeof ProcessingRequest>;

const HOME = '/opt/ml/processing';
const MOST_NAME = 63;
/** A machine takes minutes to come, so each should have something to do. */
const IMAGES_PER_INSTANCE = 2000;
const MOST_SECONDS = 6 * 3600;
const LEAST_SECONDS = 300;
const GIGABYTE = 1024 ** 3;
/** Beside the images: the container and its packages. */
const ROOM_GIGABYTES = 30;

/**
 * Unpacks the script and what AWS's container lacks, then runs it. The packed requirement is the one for CPUs; where
 * there is a GPU, the same version for GPUs is taken.
 */
const COMMAND = [
  'set -e',
  'mkdir -p /tmp/code',
  `tar -xzf ${HOME}/input/code/* -C /tmp/code`,
  'cd /tmp/code',
  'if command -v nvidia-smi > /dev/null; then sed -i "s/^onnxruntime==/onnxruntime-gpu==/" requirements.txt; fi',
  'pip install --quiet -r requirements.txt',
  'exec python predict_images.py',
].join('\n');

/** Fits the name of any job and stage into what SageMaker allows. */
export function processingJobName(prefix: string, jobId: string, attempt: number): string {
  const own = jobId.replaceAll(/[^A-Za-z0-9]+/g, '-');
  const ending = `-${attempt}`;
  return `${prefix}${own.slice(-(MOST_NAME - prefix.length - ending.length))}${ending}`.replaceAll('--', '-');
}

/**
 * One processing job over many images. Every machine gets its share of the images (by S3 key), the whole list and the
 * whole model; what it finds is copied to the bucket as it is found. It may run for as long as the project can pay.
 */
export function processingRequest(work: ProcessingWork, settings: ProcessingSettings): ProcessingRequest {
  const { jobId, attempt, modelId, images, bytes, manifests, dollarsLeft = Infinity } = work;
  const name = processingJobName(settings.jobPrefix, jobId, attempt);
  const s3 = (key: string): string => `s3://${settings.bucket}/${key}`;
  const listing = processingKeys.input(jobId, attempt);
  const instances = Math.max(1, Math.min(settings.mostInstances, Math.ceil(images / IMAGES_PER_INSTANCE)));
  const affordable = Math.floor((dollarsLeft / settings.dollarsPerHour / instances) * 3600);
  const input = (InputName: string, S3Uri: string, more: object = {}) => ({
    InputName,
    S3Input: {
      S3Uri,
      LocalPath: `${HOME}/input/${InputName.replace('-', '/')}`,
      S3DataType: 'S3Prefix',
      S3InputMode: 'File',
      S3DataDistributionType: 'FullyReplicated',
      ...more,
    },
  });
  const shared = { S3DataType: 'ManifestFile', S3DataDistributionType: 'ShardedByS3Key' };
  return {
    ProcessingJobName: name,
    RoleArn: settings.roleArn,
    AppSpecification: { ImageUri: settings.image, ContainerEntrypoint: ['bash', '-c', COMMAND] },
    Environment: { PREDICTION_RUN: name },
    ProcessingInputs: [
      input('code', settings.codeUrl),
      input('model', s3(`models/${modelId}/`)),
      input('listing', s3(`${listing}images.jsonl`)),
      ...Array.from({ length: manifests }, (_, index) =>
        input(`images-${index}`, s3(`${listing}manifest-${index}.json`), shared),
      ),
    ],
    ProcessingOutputConfig: {
      KmsKeyId: settings.keyArn,
      Outputs: [
        {
          OutputName: 'found',
          S3Output: {
            S3Uri: s3(processingKeys.found(jobId)),
            LocalPath: `${HOME}/output`,
            S3UploadMode: 'Continuous',
          },
        },
      ],
    },
    ProcessingResources: {
      ClusterConfig: {
        InstanceCount: instances,
        InstanceType: settings.instance,
        VolumeSizeInGB: Math.min(1024, ROOM_GIGABYTES + Math.ceil((2 * bytes) / instances / GIGABYTE)),
        VolumeKmsKeyId: settings.keyArn,
      },
    },
    StoppingCondition: {
      MaxRuntimeInSeconds: Math.max(LEAST_SECONDS, Math.min(MOST_SECONDS, affordable)),
    },
  };
}
