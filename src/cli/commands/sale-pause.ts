import { doorsCommand } from '../sale/index.ts';

export default doorsCommand({
  verb: 'pause',
  description: `
    Lets nobody in until the sale is resumed. The sale clock stands still meanwhile: nobody loses a
    place, and the end of the pause is no rush. Those who are in go on shopping.`,
  examples: [
    {
      line: 'tix sale pause cup-final',
      does: 'Pause as soon as every edge can know, after a look at what that means',
    },
    { line: 'tix sale pause cup-final --at 2027-06-01T12:00:00Z --yes', does: 'Plan a pause' },
  ],
});
