export {
  createNodeTransport,
  createPlainTransport,
  type NodeTransport,
  type PlainAnswer,
  type PlainCall,
  type Transport,
} from './transport.ts';
