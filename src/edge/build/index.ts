export { type BuiltFunction, buildEdge, bundleProblems, FUNCTION_BYTES_MAX } from './build-edge.ts';
export { type LanguageFinding, languageFindings } from './language.ts';
