import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import type { Deployment } from '../config/index.ts';

const WINDOW_SECONDS = 300;

/** How the rules see a path: lower case, once decoded. */
const TRANSFORMATIONS = [
  { priority: 0, type: 'URL_DECODE' },
  { priority: 1, type: 'LOWERCASE' },
];

/**
 * Bounds on what one address may ask. They are far above what a household, and above what most offices, do in a sale: fairness comes from
 * the draw, these only keep a single machine from being a crowd. The payment provider's webhooks are not counted.
 */
export class RateRules extends Construct {
  readonly acl: CfnWebACL;

  constructor(scope: Construct, { name, rates }: Deployment) {
    super(scope, 'RateRules');
    this.acl = new CfnWebACL(this, 'Acl', {
      name,
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      visibilityConfig: visible(name),
      rules: [
        rule(name, 0, 'queue', rates.queue, contains('/queue/')),
        rule(name, 1, 'sign-in', rates.signIn, contains('/v1/sign-in/')),
        rule(name, 2, 'everything', rates.everything, {
          notStatement: { statement: contains('/v1/webhooks/') },
        }),
      ],
    });
  }
}

function rule(
  name: string,
  priority: number,
  id: string,
  limit: number,
  scopeDownStatement: CfnWebACL.StatementProperty,
): CfnWebACL.RuleProperty {
  return {
    name: id,
    priority,
    action: { block: { customResponse: { responseCode: 429 } } },
    statement: {
      rateBasedStatement: {
        aggregateKeyType: 'IP',
        limit,
        evaluationWindowSec: WINDOW_SECONDS,
        scopeDownStatement,
      },
    },
    visibilityConfig: visible(`${name}-${id}`),
  };
}

function contains(part: string): CfnWebACL.StatementProperty {
  return {
    byteMatchStatement: {
      fieldToMatch: { uriPath: {} },
      positionalConstraint: 'CONTAINS',
      searchString: part,
      textTransformations: TRANSFORMATIONS,
    },
  };
}

/** Sampled requests would show addresses and passes in the console. */
function visible(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: false };
}
