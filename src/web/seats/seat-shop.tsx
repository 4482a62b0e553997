import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Section, Venue, VenueSeat } from '../../core/venue/plan/index.ts';
import type { AutoHoldRequest, Claim, Reservation, SaleEvent, Session } from '../api/index.ts';
import { usePolled, useServices } from '../shell/index.ts';
import { Journey, Message, Page, TimeLeftClock } from '../ui/index.ts';
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
  const main = useRef<HTMLDivElement>(null);
  const found = news?.news.kind === 'held' && news.news.seatIds.length > 1 ? news.news.seatIds : NONE;

  function onSeat(seat: VenueSeat) {
    const wish = clickOn(choice, stock.shown(seat));
    if (wish === 'hold') void hold([seat.seatId]);
    else if (wish === 'release') void release([seat.seatId]);
    else if (wish === 'toggle') act({ kind: 'toggle', seatId: seat.seatId });
  }
  /** What was found is shown where it is: on a small screen the map may be far from the button. */
  async function findAndShow(wish: AutoHoldRequest) {
    await find(wish);
    const box = main.current?.getBoundingClientRect();
    const isSeen = box !== undefined && box.top > -box.height / 3 && box.top < innerHeight / 2;
    if (!isSeen) main.current?.scrollIntoView();
  }
  const onPlaces = (section: Section) => void find({ count: 1, mode: 'best', sectionIds: [section.id] });

  const told = (
    <div className="news-line">
      <NewsLine news={news} venue={venue} seatLimit={session.seatLimit} />
      {failure === undefined ? null : <Message tone="warning">{say.site.offline}</Message>}
    </div>
  );

  return (
    <Page title={text.title} wide over={<Journey event={event} stage="choose" />}>
      <div className="time-bar">
        <TimeLeftClock
          label={text.timeLeft}
          untilMs={session.expiresAtMs}
          warning={text.timeWarning}
          onOver={onOver}
        />
        <span className="jumps">
          <a href="#basket">
            {text.limit(speech.format.number(choice.mine.length), speech.format.number(session.seatLimit))}
          </a>
          <a href="#finder">{text.helperTitle}</a>
        </span>
      </div>
      <div className="shop">
        <div ref={main} className="shop-main">
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
            onFind={(wish) => void findAndShow(wish)}
          />
        </div>
      </div>
    </Page>
  );
}

const NONE: readonly string[] = [];
