export { PLANTED, type PlantedBug } from './planted.ts';
export { playSale, type SaleOutcome } from './sale.ts';
export { explainFailure, replayCommand, type SimulationResult, simulateFaults } from './simulate.ts';
