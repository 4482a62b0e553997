import type { Context } from 'aws-lambda';

// Stands for the Lambda runtime: loads the bundle named by the first argument and hands it events, one at a time.

const [, , bundle = ''] = process.argv;
const { handler } = (await import(bundle)) as {
  handler: (event: unknown, context: Context) => Promise<unknown>;
};

process.on('message', async ({ id, event }: { id: number; event: unknown }) => {
  const context = {
    awsRequestId: `invocation-${id}`,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME ?? '',
    getRemainingTimeInMillis: () => 5_000,
  } as Context;
  try {
    process.send?.({ id, answer: await handler(event, context) });
  } catch (error) {
    process.send?.({ id, failure: String(error) });
  }
});

process.send?.({ id: 0 });
