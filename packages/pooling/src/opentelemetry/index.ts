export { createPoolMetrics, type PoolMetrics, type PoolMetricsOptions } from './pool-metrics.ts';
