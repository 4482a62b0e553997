export { listen } from './listen.ts';
export { type RunningServer, type ServerOptions, startServer } from './start-server.ts';
export { type StateFolder, stateFolder } from './state-folder.ts';
