export { createPlaces, type PlaceCandidates, type Places } from './places.ts';
