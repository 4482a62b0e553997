export { createPrometheus, type Prometheus } from './prometheus.ts';
