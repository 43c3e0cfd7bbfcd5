import { StoreAndBlobsEnv } from '../../shared/lambda/handler-env.ts';
import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { measureImage } from './measure-image.ts';
import { MeasuredFile, MeasureImageInput } from './measured-file.ts';

/** State "Measure image" of ingest-asset: the only one that opens the file. */
export const definition = defineHandler({
  env: StoreAndBlobsEnv,
  input: MeasureImageInput,
  output: MeasuredFile,
  deps: (_env, { blobs }) => ({ blobs }),
  run: measureImage,
});

export const handler = wrapHandler(definition);
