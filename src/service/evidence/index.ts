export { type ChainWriter, type ChainWriterOptions, createChainWriter } from './chain-writer.ts';
export { type ChainedPiece, chainedEvidence } from './chained-evidence.ts';
export { type DrawBundleParts, drawBundle } from './draw-bundle.ts';
