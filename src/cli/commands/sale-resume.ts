import { doorsCommand } from '../sale/index.ts';

export default doorsCommand({
  verb: 'resume',
  description: 'Ends a pause: people are let in again, as fast as before unless --tau says otherwise.',
  examples: [
    { line: 'tix sale resume cup-final', does: 'Go on as before' },
    {
      line: 'tix sale resume cup-final --tau 1800 --at +5m --yes',
      does: 'Go on in five minutes, more slowly',
    },
  ],
});
