import { Queue } from 'aws-cdk-lib/aws-sqs';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { filesBelow, nodesOf, parse, placeOf } from '../tidy/sources.ts';
import { openInfra, REHEARSAL } from './synthesised.ts';

test('a deployment that breaks a rule is not written', async () => {
  await using opened = await openInfra(REHEARSAL);
  new Queue(opened.infra.sale, 'Careless');
  expect(() => opened.infra.app.synth()).toThrow(
    expect.objectContaining({
      name: 'ValidationFailed',
      message: expect.stringMatching(/AwsSolutions-SQS4/),
    }),
  );
});

test('every exception from a rule has a reason of its own, in the source', () => {
  const sources = filesBelow('src/infra').filter((path) => path.endsWith('.ts'));
  const direct = sources.filter((path) => !['src/infra/acknowledge.ts', 'src/infra/app.ts'].includes(path));
  const calls = direct.flatMap((path) => {
    const file = parse(path);
    return [...nodesOf(file)].filter(ts.isCallExpression).map((call) => ({ file, call }));
  });
  const past = calls.filter(({ call }) => call.expression.getText().startsWith('Validations.of'));
  expect(past.map(({ file, call }) => placeOf(file, call))).toEqual([]);

  const acknowledged = calls.filter(({ call }) => call.expression.getText() === 'acknowledge');
  expect(acknowledged.length).toBeGreaterThan(5);
  const bare = acknowledged.filter(
    ({
      call: {
        arguments: [, , reason],
      },
    }) => reason === undefined || !ts.isStringLiteral(reason) || !/^[A-Z].{25,}\.$/.test(reason.text),
  );
  expect(bare.map(({ file, call }) => placeOf(file, call))).toEqual([]);
});
