import { Pool } from 'pg';
import { EVENT_ID, hold, OPENS_MS, SEATS, seatId, sessionId, userId } from '../hold/shape.ts';
import type { Peer } from './peer.ts';
import { startPostgres } from './server.ts';

/** The fastest of 4, 8, 16, 32 and 64 on two cores. */
const CONNECTIONS = 16;

const SCHEMA = `
  CREATE TABLE seats (
    event_id text, seat_id text, state smallint NOT NULL, until_ms bigint, session_id text, ver int NOT NULL,
    tier text NOT NULL, price_minor int NOT NULL, PRIMARY KEY (event_id, seat_id)
  );
  CREATE TABLE sessions (
    session_id text PRIMARY KEY, event_id text NOT NULL, user_id text NOT NULL, expires_ms bigint NOT NULL,
    seat_limit int NOT NULL, held int NOT NULL, ver int NOT NULL
  );
  CREATE TABLE requests (session_id text, key text, request_hash text NOT NULL, seats text[] NOT NULL, PRIMARY KEY (session_id, key));
  CREATE TABLE reservations (
    session_id text, seat_id text, event_id text NOT NULL, user_id text NOT NULL, state text NOT NULL, at_ms bigint NOT NULL,
    PRIMARY KEY (session_id, seat_id)
  );
  CREATE TABLE changes (seq bigserial PRIMARY KEY, at_ms bigint NOT NULL, session_id text NOT NULL, seats text[] NOT NULL);

  CREATE FUNCTION hold(event text, session text, wanted text[], request text, hash text, now_ms bigint, hold_until_ms bigint)
  RETURNS text LANGUAGE plpgsql AS $$
  DECLARE shopper sessions; answered text; free int;
  BEGIN
    SELECT * INTO shopper FROM sessions WHERE session_id = session FOR UPDATE;
    IF NOT FOUND OR shopper.event_id <> event OR shopper.expires_ms <= now_ms THEN RETURN 'session-ended'; END IF;
    SELECT request_hash INTO answered FROM requests WHERE session_id = session AND key = request;
    IF FOUND THEN RETURN CASE WHEN answered = hash THEN 'held' ELSE 'key-reused' END; END IF;
    IF shopper.held + cardinality(wanted) > shopper.seat_limit THEN RETURN 'too-many'; END IF;
    -- In one order, so that holds that share seats wait instead of deadlocking.
    SELECT count(*) INTO free FROM (
      SELECT state, until_ms FROM seats WHERE event_id = event AND seat_id = ANY (wanted) ORDER BY seat_id FOR UPDATE
    ) AS locked WHERE state = 0 OR (state = 1 AND until_ms <= now_ms);
    IF free <> cardinality(wanted) THEN RETURN 'taken'; END IF;
    UPDATE seats SET state = 1, until_ms = hold_until_ms, session_id = session, ver = ver + 1
      WHERE event_id = event AND seat_id = ANY (wanted);
    INSERT INTO reservations SELECT session, seat, event, shopper.user_id, 'locked', now_ms FROM unnest(wanted) AS seat;
    UPDATE sessions SET held = held + cardinality(wanted), ver = ver + 1 WHERE session_id = session;
    INSERT INTO requests VALUES (session, request, hash, wanted);
    INSERT INTO changes (at_ms, session_id, seats) VALUES (now_ms, session, wanted);
    RETURN 'held';
  END $$;
`;

/** Two-seat holds by `SELECT … FOR UPDATE` in a stored function: one round trip and one transaction each. */
export async function openPostgres(shoppers: number): Promise<Peer | undefined> {
  const server = await startPostgres();
  if (server === undefined) return undefined;
  await using opened = new AsyncDisposableStack();
  opened.use(server);
  const pool = new Pool({ host: server.dir, user: 'tix', database: 'postgres', max: CONNECTIONS });
  opened.defer(() => pool.end());
  await pool.query(SCHEMA);
  await pool.query(
    `INSERT INTO seats SELECT $1, seat, 0, NULL, NULL, 0, 'standard', 12000 FROM unnest($2::text[]) AS seat`,
    [EVENT_ID, Array.from({ length: SEATS }, (_, n) => seatId(n))],
  );
  const numbers = Array.from({ length: shoppers }, (_, n) => n);
  await pool.query(
    'INSERT INTO sessions SELECT s, $1, u, $2, 10, 0, 0 FROM unnest($3::text[], $4::text[]) AS shopper (s, u)',
    [EVENT_ID, OPENS_MS + 600_000, numbers.map(sessionId), numbers.map(userId)],
  );
  await pool.query('VACUUM ANALYZE');
  const { rows: versions } = await pool.query('SHOW server_version');
  const closing = opened.move();
  return {
    server: `PostgreSQL ${String(versions[0].server_version).split(' ')[0]}`,
    async hold(n) {
      const { shopper, seatIds, key, requestHash } = hold(n);
      const { rows } = await pool.query({
        name: 'hold',
        text: 'SELECT hold($1, $2, $3, $4, $5, $6, $7)',
        values: [EVENT_ID, sessionId(shopper), seatIds, key, requestHash, OPENS_MS, OPENS_MS + 600_000],
      });
      return rows[0].hold;
    },
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  };
}
