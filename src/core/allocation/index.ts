export { chooseSeats } from './choose.ts';
export { type AllocationPlan, allocationPlan } from './plan.ts';
export type { SeatChoice, SeatFilters, SeatRequest, SectionAvailability } from './request.ts';
