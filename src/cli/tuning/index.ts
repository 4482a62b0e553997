export { comparedBriefly, comparedTable, forecastLines } from './compared.ts';
export { logDecision, memoryFile } from './files.ts';
export { type Compared, type ForecastInput, forecast, type Wish } from './forecast.ts';
export { isGone, ownName } from './holder.ts';
export { lookOptions, openLookout } from './look.ts';
export { expectationOptions, expectedOf } from './options.ts';
export { planLines, tauText, turnLines } from './render.ts';
export { type WatchEnd, watch } from './watch.ts';
