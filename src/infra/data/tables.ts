import type { CreateTableCommandInput, Projection as ProjectionInput } from '@aws-sdk/client-dynamodb';
import { RemovalPolicy } from 'aws-cdk-lib';
import {
  type Attribute,
  AttributeType,
  Billing,
  ProjectionType,
  StreamViewType,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { invariant } from '../../core/errors/index.ts';
import { TTL_ATTRIBUTE, tableDefinitions, tableNames } from '../../service/adapters/store-dynamodb/index.ts';
import type { Deployment } from '../config/index.ts';

type Warm = NonNullable<Deployment['warm']>['seats'];

/** The two tables of a sale, and two small ones beside them. */
export class Tables extends Construct {
  readonly prefix: string;
  readonly seats: TableV2;
  readonly reservations: TableV2;
  /** Copies of the edge's records for the fleet of functions. */
  readonly edgeCopies: TableV2;
  /** Books of the rehearsal's payment provider; only where no money moves. */
  readonly rehearsalBooks: TableV2 | undefined;

  constructor(scope: Construct, { name, keepData, warm, payments }: Deployment) {
    super(scope, 'Tables');
    this.prefix = `${name}-`;
    const definitions = tableDefinitions(tableNames(this.prefix));
    const kept = keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    const protect = { deletionProtection: keepData, removalPolicy: kept };
    const [seats, reservations] = definitions;
    invariant(seats !== undefined && reservations !== undefined, 'the store has two tables');
    this.seats = tableFrom(this, 'Seats', seats, { ...protect, warm: warm?.seats });
    this.reservations = tableFrom(this, 'Reservations', reservations, {
      ...protect,
      warm: warm?.reservations,
      timeToLiveAttribute: TTL_ATTRIBUTE,
    });
    this.edgeCopies = sideTable(this, 'EdgeCopies', `${this.prefix}EdgeCopies`, {
      partitionKey: text('PK'),
    });
    this.rehearsalBooks =
      payments.kind === 'rehearsal'
        ? sideTable(this, 'RehearsalBooks', `${this.prefix}RehearsalBooks`, {
            partitionKey: text('paymentId'),
            sortKey: { name: 'attempt', type: AttributeType.NUMBER },
          })
        : undefined;
  }
}

interface TableOptions {
  readonly deletionProtection: boolean;
  readonly removalPolicy: RemovalPolicy;
  readonly warm: Warm | undefined;
  readonly timeToLiveAttribute?: string;
}

/** A table as the store itself would create it, with what only a deployment decides: backups, protection, warm throughput. */
function tableFrom(
  scope: Construct,
  id: string,
  definition: CreateTableCommandInput,
  options: TableOptions,
): TableV2 {
  const { warm, ...rest } = options;
  const keys = (schema: CreateTableCommandInput['KeySchema']) => {
    const named = (type: string) => schema?.find(({ KeyType }) => KeyType === type)?.AttributeName ?? '';
    return {
      partitionKey: attribute(definition, named('HASH')),
      sortKey: attribute(definition, named('RANGE')),
    };
  };
  const warmThroughput =
    warm === undefined
      ? {}
      : { warmThroughput: { readUnitsPerSecond: warm.readUnits, writeUnitsPerSecond: warm.writeUnits } };
  return new TableV2(scope, id, {
    ...rest,
    ...warmThroughput,
    ...keys(definition.KeySchema),
    tableName: definition.TableName ?? id,
    billing: Billing.onDemand(),
    dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    globalSecondaryIndexes: (definition.GlobalSecondaryIndexes ?? []).map((index) => ({
      indexName: index.IndexName ?? '',
      ...keys(index.KeySchema),
      ...projection(index.Projection),
      ...warmThroughput,
    })),
  });
}

function attribute({ AttributeDefinitions }: CreateTableCommandInput, name: string): Attribute {
  const type = AttributeDefinitions?.find(({ AttributeName }) => AttributeName === name)?.AttributeType;
  invariant(type === 'S', `the key attribute ${name} is text`);
  return text(name);
}

function projection(wanted: ProjectionInput | undefined) {
  const { ProjectionType: type, NonKeyAttributes: names } = wanted ?? {};
  return type === 'INCLUDE'
    ? { projectionType: ProjectionType.INCLUDE, nonKeyAttributes: names ?? [] }
    : { projectionType: ProjectionType.ALL };
}

function text(name: string): Attribute {
  return { name, type: AttributeType.STRING };
}

/** What is in these can be made again or is of no value after a rehearsal. */
function sideTable(
  scope: Construct,
  id: string,
  tableName: string,
  keys: { partitionKey: Attribute; sortKey?: Attribute },
) {
  return new TableV2(scope, id, {
    ...keys,
    tableName,
    billing: Billing.onDemand(),
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: false },
    removalPolicy: RemovalPolicy.DESTROY,
  });
}
