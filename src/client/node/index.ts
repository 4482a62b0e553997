export { createNodeTransport, type NodeTransport } from './transport.ts';
