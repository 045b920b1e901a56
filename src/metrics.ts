import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** Counters without a word of what people wrote: kinds, languages, topic ids, timings. */
export type Metrics = ReturnType<typeof createMetrics>

/** All metrics of one process, in a registry of their own. */
export function createMetrics() {
  const register = new Registry()
  const registers = [register]
  return {
    register,
    updates: new Counter({
      name: 'tirek_updates_total',
      help: 'Updates received, by kind and by what became of them',
      labelNames: ['kind', 'outcome'] as const,
      registers,
    }),
    replies: new Counter({
      name: 'tirek_replies_total',
      help: 'Replies to free text, by kind and language',
      labelNames: ['kind', 'lang'] as const,
      registers,
    }),
    feedback: new Counter({
      name: 'tirek_feedback_total',
      help: 'What people said of an answer, by topic',
      labelNames: ['topic', 'verdict'] as const,
      registers,
    }),
    flows: new Counter({
      name: 'tirek_flows_total',
      help: 'Guided flows, by flow and by how they went on',
      labelNames: ['flow', 'event'] as const,
      registers,
    }),
    letters: new Counter({
      name: 'tirek_letters_total',
      help: 'Letters, by letter and by how they went on',
      labelNames: ['letter', 'event'] as const,
      registers,
    }),
    apiCalls: new Counter({
      name: 'tirek_bot_api_calls_total',
      help: 'Calls of the Bot API, by method and by result',
      labelNames: ['method', 'result'] as const,
      registers,
    }),
    limited: new Counter({
      name: 'tirek_limited_total',
      help: 'Updates of chats that wrote faster than anybody can read, left unanswered',
      registers,
    }),
    storeFailures: new Counter({
      name: 'tirek_store_failures_total',
      help: 'Store operations that failed and were served from memory',
      registers,
    }),
    storeHealthy: new Gauge({
      name: 'tirek_store_healthy',
      help: '1 while the store answers',
      registers,
    }),
    replySeconds: new Histogram({
      name: 'tirek_reply_seconds',
      help: 'Time to compute a reply, without sending it',
      buckets: [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025],
      registers,
    }),
    updateSeconds: new Histogram({
      name: 'tirek_update_seconds',
      help: 'Time from receiving an update to having answered it',
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers,
    }),
    /** Starts the process metrics (memory, event loop); for a long-running process only. */
    collectProcess: () => collectDefaultMetrics({ register, prefix: 'tirek_' }),
  }
}
