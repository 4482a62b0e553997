export { type SectionAvailability, type VenueSvgOptions, venueSvg } from './venue-svg.ts';
