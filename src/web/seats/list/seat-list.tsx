import { useState } from 'react';
import type { Row, Section, VenueSeat } from '../../../core/venue/plan/index.ts';
import { useSpeech } from '../../shell/index.ts';
import { Message } from '../../ui/index.ts';
import type { Stock } from '../stock.ts';
import { RowSeats } from './row-seats.tsx';

interface SeatListProps {
  readonly stock: Stock;
  readonly onSeat: (seat: VenueSeat) => void;
  readonly onPlaces: (section: Section) => void;
}

/** Everything the map offers, as lists: sections, then a section's rows, then a row's seats. */
export function SeatList({ stock, onSeat, onPlaces }: SeatListProps) {
  const { say } = useSpeech();
  const text = say.seats;
  const { venue } = stock;
  const [sectionId, setSectionId] = useState<string>();
  const [row, setRow] = useState<Row>();
  const section = sectionId === undefined ? undefined : venue.section(sectionId);

  if (section === undefined) return <Sections stock={stock} onSection={({ id }) => setSectionId(id)} />;
  const toSections = () => {
    setSectionId(undefined);
    setRow(undefined);
  };
  if (section.kind === 'standing') {
    return (
      <div className="list">
        <Back text={text.toSections} onClick={toSections} />
        <h2>{section.name}</h2>
        <Message tone="info">{text.standing}</Message>
        <button type="button" className="button button-main" onClick={() => onPlaces(section)}>
          {text.takePlaces}
        </button>
      </div>
    );
  }
  const onlyRow =
    section.blocks.length === 1 && section.blocks[0]?.rows.length === 1 ? section.blocks[0].rows[0] : row;
  if (onlyRow !== undefined) {
    return (
      <div className="list">
        <Back
          text={onlyRow === row ? text.toRows : text.toSections}
          onClick={onlyRow === row ? () => setRow(undefined) : toSections}
        />
        <RowSeats stock={stock} section={section} row={onlyRow} onSeat={onSeat} />
      </div>
    );
  }
  return (
    <div className="list">
      <Back text={text.toSections} onClick={toSections} />
      <Rows stock={stock} section={section} onRow={setRow} />
    </div>
  );
}

function Back({ text, onClick }: { readonly text: string; readonly onClick: () => void }) {
  return (
    <button type="button" className="button button-quiet" onClick={onClick}>
      <span aria-hidden="true">← </span>
      {text}
    </button>
  );
}

function Sections({
  stock,
  onSection,
}: {
  readonly stock: Stock;
  readonly onSection: (section: Section) => void;
}) {
  const { say, format } = useSpeech();
  const text = say.seats;
  const [onlyFree, setOnlyFree] = useState(true);
  const { venue } = stock;
  const shown = venue.sections
    .map((section) => ({ section, free: stock.freeIn(section) }))
    .filter(({ free }) => !onlyFree || free > 0);
  return (
    <div className="list">
      <h2>{text.sections}</h2>
      <label className="check">
        <input type="checkbox" checked={onlyFree} onChange={(event) => setOnlyFree(event.target.checked)} />
        {text.onlyFree}
      </label>
      {shown.length === 0 ? <p>{text.noneFree}</p> : null}
      <ul className="rows">
        {shown.map(({ section, free }) => (
          <li key={section.id}>
            <button type="button" className="row-button" onClick={() => onSection(section)}>
              <strong>{section.name}</strong>
              <span>{format.moneyRange(section.minPriceMinor, section.maxPriceMinor, venue.currency)}</span>
              <span className="quiet">{free === 0 ? text.noneFree : text.freeCount(free)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface RowsProps {
  readonly stock: Stock;
  readonly section: Section;
  readonly onRow: (row: Row) => void;
}

function Rows({ stock, section, onRow }: RowsProps) {
  const text = useSpeech().say.seats;
  return (
    <>
      <h2>{text.rowsOf(section.name)}</h2>
      {section.blocks.map((block) => (
        <section key={block.id} aria-label={block.name}>
          {section.blocks.length > 1 ? <h3>{block.name}</h3> : null}
          <ul className="rows">
            {block.rows.map((row) => {
              const free = stock.freeIn(section, row.firstSeat, row.seatCount);
              return (
                <li key={row.id}>
                  <button type="button" className="row-button" onClick={() => onRow(row)}>
                    <strong>
                      {text.row} {row.id}
                    </strong>
                    <span className="quiet">{free === 0 ? text.noneFree : text.freeCount(free)}</span>
                  </button>
                </li>
              );
            })}
          </ul>
        </section>
      ))}
    </>
  );
}
