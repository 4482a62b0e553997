export { listen } from './listen.ts';
export { PAYMENT_PAGE_PATH, type RunningServer, type ServerOptions, startServer } from './start-server.ts';
export { type StateFolder, stateFolder } from './state-folder.ts';
