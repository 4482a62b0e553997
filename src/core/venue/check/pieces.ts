import {
  type FeatureDocument,
  featureSchema,
  type SectionDocument,
  sectionSchema,
  type VenueDocument,
} from '../document.ts';
import type { Path } from './problem-list.ts';

export interface SectionPiece {
  readonly path: Path;
  readonly levelIndex: number;
  readonly section: SectionDocument;
}

/** Whatever of a document can be judged further, each piece with its place in the file. */
export interface Pieces {
  readonly levels: readonly { readonly path: Path; readonly id: string }[];
  readonly tiers: readonly { readonly path: Path; readonly id: string }[];
  readonly sections: readonly SectionPiece[];
  readonly features: readonly { readonly path: Path; readonly feature: FeatureDocument }[];
}

export function piecesOf(document: VenueDocument): Pieces {
  return collect(
    document,
    (section) => section as SectionDocument,
    (feature) => feature as FeatureDocument,
  );
}

/** Pieces of a document that failed the schema: the sections and features that are well-formed by themselves. */
export function salvage(json: unknown): Pieces {
  return collect(
    json,
    (section) => sectionSchema.safeParse(section).data,
    (feature) => featureSchema.safeParse(feature).data,
  );
}

function collect(
  json: unknown,
  readSection: (json: unknown) => SectionDocument | undefined,
  readFeature: (json: unknown) => FeatureDocument | undefined,
): Pieces {
  const levels = list(json, 'levels');
  return {
    levels: named(levels, 'levels'),
    tiers: named(list(json, 'tiers'), 'tiers'),
    sections: levels.flatMap((level, levelIndex) =>
      list(level, 'sections').flatMap((candidate, index) => {
        const section = readSection(candidate);
        return section === undefined
          ? []
          : [{ path: ['levels', levelIndex, 'sections', index], levelIndex, section }];
      }),
    ),
    features: list(json, 'features').flatMap((candidate, index) => {
      const feature = readFeature(candidate);
      return feature === undefined ? [] : [{ path: ['features', index], feature }];
    }),
  };
}

function named(
  entries: readonly unknown[],
  field: string,
): readonly { readonly path: Path; readonly id: string }[] {
  return entries.flatMap((entry, index) => {
    const id = own(entry, 'id');
    return typeof id === 'string' ? [{ path: [field, index], id }] : [];
  });
}

function list(value: unknown, field: string): readonly unknown[] {
  const found = own(value, field);
  return Array.isArray(found) ? found : [];
}

function own(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, field)
    ? (value as Record<string, unknown>)[field]
    : undefined;
}
