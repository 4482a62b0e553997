export { type AppOptions, createApp } from './app.ts';
export { defaultHeaders } from './default-headers.ts';
export { methodsAt } from './methods.ts';
