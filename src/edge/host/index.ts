export { createEdgeHost, type EdgeHost, type EdgeHostOptions } from './edge-host.ts';
export {
  type EdgeEvent,
  type EdgeOutcome,
  type EdgeRequest,
  type EdgeResponse,
  loadFunction,
  type SandboxedFunction,
  type SandboxServices,
} from './sandbox.ts';
