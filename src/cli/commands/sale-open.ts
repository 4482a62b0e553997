import { doorsCommand } from '../sale/index.ts';

export default doorsCommand({
  verb: 'open',
  description: `
    Lets people in: from the opening on, or, when it is past, as soon as every edge can know. A closed
    sale is opened again. Shows what will change and asks first.`,
  examples: [
    { line: 'tix sale open cup-final --tau 900', does: 'Before the opening: the doors open with it' },
    {
      line: 'tix sale open cup-final --kvs arn:aws:cloudfront::123456789012:key-value-store/8f0c --yes',
      does: 'In a script, for the edge of a real sale',
    },
  ],
});
