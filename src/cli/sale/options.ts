import { LEAD_SECONDS_MIN } from '../../service/sale/index.ts';
import { duration, text } from '../framework/index.ts';

/** What an event id looks like, for commands that have words of their own. */
export const eventText = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
  expected: '1 to 64 letters, digits, dots, dashes or underscores, beginning with a letter or digit',
};

export const eventArgument = text({ summary: 'id of the event', required: true, ...eventText });

/** `--lead`: time between publishing a change and its taking effect. */
export const leadOption = duration({
  summary: 'time every edge needs to learn of it; `tix doctor` measures it',
  default: LEAD_SECONDS_MIN * 1000,
  defaultText: `${LEAD_SECONDS_MIN}s`,
  min: `${LEAD_SECONDS_MIN}s`,
  max: '10m',
});
