export * from './common.ts';
export * from './draw.ts';
export * from './events.ts';
export * from './queue.ts';
export * from './sessions.ts';
