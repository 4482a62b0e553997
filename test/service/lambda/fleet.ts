import { type ChildProcess, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { json, text } from 'node:stream/consumers';
import type { Entry } from '../../../src/service/lambda/index.ts';

interface Batch {
  readonly Entries: readonly { readonly Id: string; readonly MessageBody: string; readonly Detail: string }[];
}

/** Secrets Manager, SQS, EventBridge and CloudFront's invalidations, as far as the functions use them, on one free port of this machine. */
export async function startAws(secrets: Readonly<Record<string, string>>) {
  const messages: { readonly queue: string; readonly body: string }[] = [];
  const events: Record<string, unknown>[] = [];
  const asked: string[] = [];
  const invalidated: string[] = [];
  const operations: Record<string, (input: never) => object | undefined> = {
    GetSecretValue({ SecretId, VersionStage }: { SecretId: string; VersionStage: string }) {
      const SecretString = VersionStage === 'AWSCURRENT' ? secrets[SecretId] : undefined;
      return SecretString === undefined ? undefined : { SecretString };
    },
    SendMessageBatch({ QueueUrl, Entries }: Batch & { QueueUrl: string }) {
      messages.push(...Entries.map(({ MessageBody }) => ({ queue: QueueUrl, body: MessageBody })));
      const Successful = Entries.map(({ Id, MessageBody }) => ({
        Id,
        MessageId: `m-${Id}`,
        MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex'),
      }));
      return { Successful, Failed: [] };
    },
    PutEvents({ Entries }: Batch) {
      events.push(...Entries.map(({ Detail }) => JSON.parse(Detail)));
      return { FailedEntryCount: 0, Entries: Entries.map((_, i) => ({ EventId: `event-${i}` })) };
    },
  };
  const server = createServer(async (request, response) => {
    if (request.url?.endsWith('/distribution/D1/invalidation')) {
      invalidated.push(await text(request));
      response.writeHead(201, { 'content-type': 'text/xml' });
      response.end('<Invalidation><Id>I1</Id><Status>InProgress</Status></Invalidation>');
      return;
    }
    const [, operation = ''] = String(request.headers['x-amz-target']).split('.');
    asked.push(operation);
    const answer = operations[operation]?.((await json(request)) as never);
    response.writeHead(answer === undefined ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(answer ?? { __type: 'ResourceNotFoundException', message: 'nothing there' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    messages,
    events,
    asked,
    invalidated,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface RunningFunction {
  invoke<Answer>(event: unknown): Promise<Answer>;
  /** What it has written to its outputs. */
  output(): string;
  stop(): void;
}

/** A built function in a process of its own, as in one Lambda environment. */
export async function startFunction(
  dist: string,
  entry: Entry,
  settings: object,
  environment: Readonly<Record<string, string>>,
): Promise<RunningFunction> {
  const child = fork(join(import.meta.dirname, 'function-child.ts'), [join(dist, `${entry}.mjs`)], {
    env: {
      ...process.env,
      ...environment,
      AWS_LAMBDA_FUNCTION_NAME: entry,
      TIX_SETTINGS: JSON.stringify(settings),
      POWERTOOLS_DEV: 'false',
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => (output += String(data)));
  await answerTo(child, 0).catch((error: unknown) => {
    throw new Error(`${entry} does not start: ${output}`, { cause: error });
  });
  let calls = 0;
  return {
    async invoke<Answer>(event: unknown) {
      calls += 1;
      const answer = answerTo(child, calls);
      child.send({ id: calls, event });
      return (await answer) as Answer;
    },
    output: () => output,
    stop: () => child.kill('SIGKILL'),
  };
}

function answerTo(child: ChildProcess, id: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const listen = (message: { id: number; answer?: unknown; failure?: string }) => {
      if (message.id !== id) return;
      child.off('message', listen);
      if (message.failure === undefined) resolve(message.answer);
      else reject(new Error(message.failure));
    };
    child.on('message', listen);
    child.once('exit', (code) => reject(new Error(`the function ended with ${code}`)));
  });
}
