import type { Venue } from '../../core/venue/plan/index.ts';
import { useSpeech } from '../shell/index.ts';
import { Message } from '../ui/index.ts';
import { seatNameById } from '../venue-map/index.ts';
import type { News, Shopping } from './use-shopping.ts';

interface NewsLineProps {
  readonly news: Shopping['news'];
  readonly venue: Venue;
  readonly seatLimit: number;
}

/** What came of the last thing the buyer did, shown and spoken. */
export function NewsLine({ news, venue, seatLimit }: NewsLineProps) {
  const speech = useSpeech();
  const { say, format } = speech;
  const text = say.seats;
  const names = (seatIds: readonly string[]) =>
    format.list(seatIds.map((id) => seatNameById(speech, venue, id)));

  function told(one: News): { readonly tone: 'good' | 'warning' | 'bad'; readonly text: string } {
    switch (one.kind) {
      case 'held':
        return { tone: 'good', text: text.heldNow(one.seatIds.length, names(one.seatIds)) };
      case 'released':
        return { tone: 'good', text: text.released(one.seatIds.length) };
      case 'taken': {
        const rest = one.left > 0 ? ` ${text.takenSome(one.left)}` : '';
        return { tone: 'warning', text: text.taken(names(one.seatIds)) + rest };
      }
      case 'limit':
        return { tone: 'warning', text: text.limitReached(format.number(seatLimit)) };
      case 'noMatch':
        return { tone: 'warning', text: text.noMatch };
      case 'auto':
        return { tone: 'warning', text: text.auto };
      case 'offline':
        return { tone: 'bad', text: say.site.offline };
      case 'failed':
        return { tone: 'bad', text: text.failed };
    }
  }

  const line = news === undefined ? undefined : told(news.news);
  return (
    <div role="status">
      {line === undefined ? null : (
        <Message key={news?.number} tone={line.tone}>
          {line.text}
        </Message>
      )}
    </div>
  );
}
