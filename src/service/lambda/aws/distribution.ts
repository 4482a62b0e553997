import {
  CloudFrontClient,
  CreateInvalidationCommand,
  GetDistributionConfigCommand,
  UpdateDistributionCommand,
} from '@aws-sdk/client-cloudfront';
import { invariant } from '../../../core/errors/index.ts';

/** What functions do to the CDN in front of them. */
export interface Distribution {
  /** Makes every edge location forget these paths (`*` at the end stands for anything). `name` makes a repeat the same invalidation. */
  invalidate(paths: readonly string[], name: string): Promise<void>;
  /** Sets the value of a header that is sent with every request to every origin that has it. */
  sendHeader(header: string, value: string): Promise<void>;
}

/** The client is made by the first call. */
export function cloudFrontDistribution(id: string): Distribution {
  let made: CloudFrontClient | undefined;
  const client = () => {
    made ??= new CloudFrontClient({ retryMode: 'standard' });
    return made;
  };
  return {
    async invalidate(paths, name) {
      const InvalidationBatch = {
        CallerReference: name,
        Paths: { Quantity: paths.length, Items: [...paths] },
      };
      await client().send(new CreateInvalidationCommand({ DistributionId: id, InvalidationBatch }));
    },
    async sendHeader(header, value) {
      const { DistributionConfig, ETag } = await client().send(new GetDistributionConfigCommand({ Id: id }));
      invariant(DistributionConfig !== undefined && ETag !== undefined, 'CloudFront answers with the whole');
      const headers = (DistributionConfig.Origins?.Items ?? []).flatMap(
        ({ CustomHeaders }) => CustomHeaders?.Items ?? [],
      );
      const concerned = headers.filter(({ HeaderName }) => HeaderName?.toLowerCase() === header);
      invariant(concerned.length > 0, `an origin of the distribution is sent ${header}`);
      if (concerned.every(({ HeaderValue }) => HeaderValue === value)) return;
      for (const entry of concerned) entry.HeaderValue = value;
      await client().send(new UpdateDistributionCommand({ Id: id, IfMatch: ETag, DistributionConfig }));
    },
  };
}
