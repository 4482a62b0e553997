import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Section, Venue, VenueSeat } from '../../core/venue/plan/index.ts';
import type { Claim, Reservation, SaleEvent, Session } from '../api/index.ts';
import { usePolled, useServices } from '../shell/index.ts';
import { Message, Page, TimeLeftClock } from '../ui/index.ts';
import { Basket } from './basket.tsx';
import { clickOn } from './choice.ts';
import { Finder } from './finder.tsx';
import { Legend } from './legend.tsx';
import { SeatList } from './list/index.ts';
import { SeatMap } from './map/index.ts';
import { NewsLine } from './news-line.tsx';
import { stockOf } from './stock.ts';
import { useShopping } from './use-shopping.ts';

interface SeatShopProps {
  readonly event: SaleEvent;
  readonly venue: Venue;
  readonly session: Reservation;
  readonly claim: Claim;
  readonly onSession: (session: Session) => void;
  readonly onDoubt: () => void;
  readonly onOver: () => void;
  readonly onLeave: () => void;
}

const MAP_EVERY_MS = 2_000;

export function SeatShop({
  event,
  venue,
  session,
  claim,
  onSession,
  onDoubt,
  onOver,
  onLeave,
}: SeatShopProps) {
  const { api, speech } = useServices();
  const { say } = speech;
  const text = say.seats;
  const ask = useCallback(() => api.packedSeats(event.eventId), [api, event.eventId]);
  const { data: packed, failure, refresh } = usePolled(ask, MAP_EVERY_MS);
  const shopping = useShopping({ claim, onSession, onDoubt, onConflict: refresh });
  const { choice, act, news, hold, release, find } = shopping;
  const [view, setView] = useState<'map' | 'list'>('map');

  const owned = session.seats;
  useEffect(() => act({ kind: 'owned', seatIds: owned.map(({ seatId }) => seatId) }), [act, owned]);
  useEffect(() => {
    if (packed !== undefined) act({ kind: 'mapRead' });
  }, [act, packed]);
  const stock = useMemo(() => stockOf(venue, packed, choice), [venue, packed, choice]);
  const found = news?.news.kind === 'held' && news.news.seatIds.length > 1 ? news.news.seatIds : NONE;

  function onSeat(seat: VenueSeat) {
    const wish = clickOn(choice, stock.shown(seat));
    if (wish === 'hold') void hold([seat.seatId]);
    else if (wish === 'release') void release([seat.seatId]);
    else if (wish === 'toggle') act({ kind: 'toggle', seatId: seat.seatId });
  }
  const onPlaces = (section: Section) => void find({ count: 1, mode: 'best', sectionIds: [section.id] });

  const told = (
    <div className="news-line">
      <NewsLine news={news} venue={venue} seatLimit={session.seatLimit} />
      {failure === undefined ? null : <Message tone="warning">{say.site.offline}</Message>}
    </div>
  );

  return (
    <Page
      title={text.title}
      wide
      lead={
        <div className="shop-head">
          <p className="lead">{event.name}</p>
          <TimeLeftClock
            label={text.timeLeft}
            untilMs={session.expiresAtMs}
            warning={text.timeWarning}
            onOver={onOver}
          />
        </div>
      }
    >
      <div className="shop">
        <div>
          <div className="shop-tools">
            <fieldset className="view-choice">
              <legend className="unseen">{text.view}</legend>
              {(['map', 'list'] as const).map((one) => (
                <label key={one} className="button">
                  <input type="radio" name="view" checked={view === one} onChange={() => setView(one)} />
                  {one === 'map' ? text.mapTab : text.listTab}
                </label>
              ))}
            </fieldset>
            <label className="check">
              <input
                type="checkbox"
                checked={choice.several}
                onChange={(change) => act({ kind: 'several', on: change.target.checked })}
              />
              {text.several}
            </label>
          </div>
          {choice.several ? (
            <p className="actions">
              <button
                type="button"
                className="button button-main"
                disabled={choice.chosen.length === 0 || choice.pending.length > 0}
                onClick={() => void hold(choice.chosen)}
              >
                {text.holdChosen(choice.chosen.length)}
              </button>
              <button
                type="button"
                className="button"
                disabled={choice.chosen.length === 0}
                onClick={() => act({ kind: 'clear' })}
              >
                {text.clearChosen}
              </button>
              <span className="quiet">{text.severalHint}</span>
            </p>
          ) : null}
          {view === 'map' ? (
            <>
              <SeatMap stock={stock} onSeat={onSeat} highlight={found}>
                {told}
              </SeatMap>
              <Legend venue={venue} />
            </>
          ) : (
            <>
              <SeatList stock={stock} onSeat={onSeat} onPlaces={onPlaces} />
              {told}
            </>
          )}
        </div>
        <div>
          <Basket
            eventId={event.eventId}
            venue={venue}
            seatIds={choice.mine}
            seatLimit={session.seatLimit}
            onRelease={(seatIds) => void release(seatIds)}
            onLeave={onLeave}
          />
          <Finder
            venue={venue}
            most={session.seatLimit - choice.mine.length}
            busy={shopping.busy}
            onFind={(wish) => void find(wish)}
          />
        </div>
      </div>
    </Page>
  );
}

const NONE: readonly string[] = [];
