import { doorsCommand } from '../sale/index.ts';

export default doorsCommand({
  verb: 'close',
  description: `
    Ends admission for good; only \`tix sale open\` undoes it. Those who are in may finish, and payments
    under way are settled. What was planned for later is taken back.`,
  examples: [
    { line: 'tix sale close cup-final', does: 'Close as soon as every edge can know' },
    { line: 'tix sale close cup-final --at 2027-06-03T20:00:00Z --yes', does: 'Plan the end of the sale' },
  ],
});
