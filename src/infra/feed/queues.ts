import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { EVENT_SOURCE } from '../../service/lambda/index.ts';
import type { Deployment } from '../config/index.ts';

/** Seconds that each consumer has for a batch. */
export const CONSUMER_SECONDS = { maps: 15, outbound: 30, expiry: 30 } as const;

/** AWS asks for six times the consumer's own time, so that a throttled one does not see a message twice at once. */
const VISIBILITY_FACTOR = 6;
/** Times a message is brought before it is put aside for a person. */
const RECEIVES_MAX = 10;
const DEAD_DAYS = 14;

/** Where changes wait for those who hang on to them. */
export class FeedQueues extends Construct {
  readonly maps: Queue;
  readonly outbound: Queue;
  readonly expiry: Queue;
  /** What nobody could deal with: messages of the queues, and positions of the streams. */
  readonly dead: Queue;
  /** What the outside listens to: rules on it bring the events wherever they are wanted. */
  readonly bus: EventBus;

  constructor(scope: Construct, { name, keepData }: Deployment) {
    super(scope, 'Feed');
    const common = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };
    this.dead = new Queue(this, 'Dead', {
      ...common,
      queueName: `${name}-dead`,
      retentionPeriod: Duration.days(DEAD_DAYS),
    });
    const queue = (id: keyof typeof CONSUMER_SECONDS) =>
      new Queue(this, id, {
        ...common,
        queueName: `${name}-${id}`,
        visibilityTimeout: Duration.seconds(VISIBILITY_FACTOR * CONSUMER_SECONDS[id]),
        deadLetterQueue: { queue: this.dead, maxReceiveCount: RECEIVES_MAX },
      });
    this.maps = queue('maps');
    this.outbound = queue('outbound');
    this.expiry = queue('expiry');
    this.bus = new EventBus(this, 'Bus', {
      eventBusName: `${name}-events`,
      description: 'tix: what happened in the sale, at least once, with ids to deduplicate by',
    });
    // A listener that was broken, or comes later, is told again what it missed.
    this.bus
      .archive('Archive', {
        archiveName: `${name}-events`,
        eventPattern: { source: [EVENT_SOURCE] },
        retention: Duration.days(DEAD_DAYS),
      })
      .applyRemovalPolicy(keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY);
  }
}
