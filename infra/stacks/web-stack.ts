import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginRequestPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { attachedSources } from '../../shared/blobs/attached-sources.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import { pagePolicy } from '../page-policy.ts';
import type { Stage } from '../stages.ts';
import { bucketName } from './data-stack.ts';

/** Addresses of the app have no file behind them: all are the one page, whose router reads the address. */
const SERVE_THE_PAGE = `function handler(event) {
  var request = event.request;
  if (!/\\.[a-z0-9]+$/i.test(request.uri)) request.uri = '/index.html';
  return request;
}`;

/** The browser holds its session as a cookie that scripts cannot read; the gateway reads the header only. */
const COOKIE_TO_HEADER = `function handler(event) {
  var request = event.request;
  var session = request.cookies.lapidary_session;
  if (session && !request.headers.authorization) request.headers.authorization = { value: 'Bearer ' + session.value };
  return request;
}`;

/** The web app from a private bucket, and the API beside it under the same origin. Everything here can be made again. */
export class WebStack extends Stack {
  readonly bucket: Bucket;
  readonly distribution: Distribution;

  constructor(
    scope: Construct,
    id: string,
    { stage, api, ...props }: StackProps & { stage: Stage; api: HttpApi },
  ) {
    super(scope, id, props);
    this.bucket = new Bucket(this, 'App', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    acknowledge(this.bucket, {
      'AwsSolutions-S1': 'It holds the built app, which anybody may have; only the distribution reads it.',
    });

    const apiBehaviour = {
      origin: new HttpOrigin(`${api.apiId}.execute-api.${this.region}.${this.urlSuffix}`),
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      // The gateway knows itself by its own host name only.
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      functionAssociations: [
        {
          eventType: FunctionEventType.VIEWER_REQUEST,
          function: edgeFunction(this, 'CookieToHeader', COOKIE_TO_HEADER),
        },
      ],
    };
    this.distribution = new Distribution(this, 'Distribution', {
      comment: `Lapidary ${stage.name}`,
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_100,
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(this.bucket),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        compress: true,
        responseHeadersPolicy: this.#securityHeaders(stage),
        functionAssociations: [
          {
            eventType: FunctionEventType.VIEWER_REQUEST,
            function: edgeFunction(this, 'ServeThePage', SERVE_THE_PAGE),
          },
        ],
      },
      additionalBehaviors: { '/v1/*': apiBehaviour, '/docs': apiBehaviour },
    });
    acknowledge(this.distribution, {
      'AwsSolutions-CFR1': 'Teams work from anywhere; who must restrict countries does so in stages.ts.',
      'AwsSolutions-CFR2':
        'A firewall costs more per month than all else here when idle; the API is throttled and asks for a token.',
      'AwsSolutions-CFR3': 'The same page for everybody; requests of the API are logged by the API.',
      'AwsSolutions-CFR4': 'The name that CloudFront gives comes with its own certificate and TLS settings.',
    });
    new CfnOutput(this, 'Url', { value: `https://${this.distribution.distributionDomainName}` });
    new CfnOutput(this, 'AppBucket', { value: this.bucket.bucketName });
    new CfnOutput(this, 'DistributionId', { value: this.distribution.distributionId });
  }

  #securityHeaders(stage: Stage): ResponseHeadersPolicy {
    const attached = attachedSources(stage.attachedBuckets.join()).map(({ bucket }) => bucket);
    const images = [bucketName(this, stage), ...new Set(attached)].map(
      (bucket) => `https://${bucket}.s3.${this.region}.${this.urlSuffix}`,
    );
    const override = true;
    return new ResponseHeadersPolicy(this, 'Headers', {
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy: pagePolicy(images), override },
        contentTypeOptions: { override },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override },
        strictTransportSecurity: {
          accessControlMaxAge: Duration.days(365),
          includeSubdomains: true,
          override,
        },
      },
      customHeadersBehavior: {
        customHeaders: [
          { header: 'cross-origin-opener-policy', value: 'same-origin', override },
          // Signed links lead to the bucket, which says nothing of embedding: such images come without credentials.
          { header: 'cross-origin-embedder-policy', value: 'credentialless', override },
          { header: 'cross-origin-resource-policy', value: 'same-origin', override },
          { header: 'permissions-policy', value: 'camera=(), microphone=(), geolocation=()', override },
        ],
      },
    });
  }
}

function edgeFunction(stack: Stack, id: string, code: string): EdgeFunction {
  return new EdgeFunction(stack, id, {
    runtime: FunctionRuntime.JS_2_0,
    code: FunctionCode.fromInline(code),
  });
}
