import type { VenueDocument } from '../../src/core/venue/index.ts';
import { line } from './shapes.ts';

/** A room small enough to be told by heart, with one of everything: seats, an aisle, wheelchair places, tables, standing room. */
export function hall(): VenueDocument {
  return {
    $schema: './venue.schema.json',
    format: 'tix-venue/1',
    id: 'hall-small',
    name: 'The Small Hall',
    currency: 'EUR',
    focus: [0, 0],
    features: [
      {
        kind: 'stage',
        name: 'Stage',
        polygon: [
          [-5, -4],
          [5, -4],
          [5, -0.5],
          [-5, -0.5],
        ],
      },
    ],
    tiers: [
      { id: 'VIP', name: 'VIP table (6 people)', priceMinor: 42_000 },
      { id: 'A', name: 'Front', priceMinor: 4_500 },
      { id: 'B', name: 'Rear', priceMinor: 3_200 },
      { id: 'C', name: 'Standing', priceMinor: 1_800 },
    ],
    levels: [
      {
        id: 'G',
        name: 'Ground floor',
        sections: [
          {
            kind: 'seated',
            id: 'HALL',
            name: 'Hall',
            polygon: [
              [-5, 1.2],
              [5, 1.2],
              [5, 10.6],
              [-5, 10.6],
            ],
            tier: 'B',
            blocks: [
              {
                id: 'A',
                rows: [
                  {
                    labels: { scheme: 'letter', count: 8 },
                    front: line([-4.6, 1.6], [0, 2.2], [4.6, 1.6]),
                    back: line([-4.6, 8.2], [0, 8.8], [4.6, 8.2]),
                    pitch: 0.55,
                    runs: [{ count: 7 }, { count: 7, gap: 1.2 }],
                    tier: ['A', 'A', 'A', 'A', 'B', 'B', 'B', 'B'],
                  },
                  {
                    labels: ['W'],
                    front: line([-4.6, 9.9], [4.6, 9.9]),
                    pitch: 1,
                    runs: [{ count: 4 }, { count: 4, gap: 1.2 }],
                    attributes: ['stepFree'],
                  },
                ],
                exceptions: [
                  { row: 'W', from: '1', to: '2', attributes: ['wheelchair'] },
                  { row: 'W', from: '3', to: '4', attributes: ['companion'] },
                  { row: 'W', from: '5', to: '6', attributes: ['companion'] },
                  { row: 'W', from: '7', to: '8', attributes: ['wheelchair'] },
                  { row: 'A', from: '1', to: '1', attributes: ['restrictedView'] },
                  { row: 'A', from: '14', to: '14', attributes: ['restrictedView'] },
                ],
              },
            ],
          },
          {
            kind: 'units',
            id: 'VIP',
            name: 'VIP tables',
            polygon: [
              [5.6, 1.2],
              [8.6, 1.2],
              [8.6, 10.6],
              [5.6, 10.6],
            ],
            tier: 'VIP',
            blocks: [
              {
                id: 'T',
                units: [
                  { id: 'T1', name: 'Table 1', at: [7.1, 2.6], admits: 6 },
                  { id: 'T2', name: 'Table 2', at: [7.1, 5.9], admits: 6 },
                  { id: 'T3', name: 'Table 3', at: [7.1, 9.2], admits: 4, priceMinor: 30_000 },
                ],
              },
            ],
          },
          {
            kind: 'standing',
            id: 'FLOOR',
            name: 'Standing',
            polygon: [
              [-9, 1.2],
              [-5.6, 1.2],
              [-5.6, 10.6],
              [-9, 10.6],
            ],
            tier: 'C',
            blocks: [{ id: 'A', capacity: 40, attributes: ['stepFree'] }],
          },
        ],
      },
    ],
  };
}
