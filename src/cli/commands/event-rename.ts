import { UserError } from '../../core/errors/index.ts';
import { defineCommand, text } from '../framework/index.ts';
import { eventArgument } from '../sale/index.ts';
import { openStore, storeOption } from '../store-url.ts';

export default defineCommand({
  name: 'event rename',
  description: `
    Changes what buyers read as the name of an event. No rule depends on it, so it can be done while the
    sale runs: the change goes out through the store's change feed, and whatever keeps the old name (the
    CDN too) forgets it.`,
  args: {
    event: eventArgument,
    title: text({
      summary: 'name buyers see from now on',
      required: true,
      pattern: /^\S.{0,199}$/u,
      expected: '1 to 200 characters, none of them a line break, the first no space',
    }),
  },
  options: { store: storeOption },
  examples: [
    { line: 'tix event rename cup-final "Cup final (new date)"', does: 'Say it better' },
    { line: 'tix event rename cup-final "Cup final" --store dynamodb:', does: 'At scale' },
  ],
  async run({ event: eventId, title, store: url }, ctx) {
    const store = await openStore(ctx, url);
    try {
      const before = await store.getEvent(eventId);
      const after = await store.renameEvent(eventId, title, ctx.clock.nowMs());
      if (before === undefined || after === undefined)
        throw new UserError('EVENT_UNKNOWN', `${url} holds no event ${JSON.stringify(eventId)}`);
      return { eventId, before: before.name, name: after.name };
    } finally {
      await store.close();
    }
  },
  render({ eventId, before, name }, { paint }) {
    return before === name
      ? `${eventId} is called ${JSON.stringify(name)} already.`
      : `${paint.green('renamed')} ${eventId}: ${JSON.stringify(before)} is ${JSON.stringify(name)} now.`;
  },
});
