import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import type { Store } from './port.ts'

/** What every key begins with, so that a Redis can be shared. */
const PREFIX = 'tirek:'
/** Milliseconds to wait for a connection. */
const CONNECT_TIMEOUT = 2000

/**
 * The store of many replicas. Commands fail within 150 ms where Redis is away, and are never queued:
 * whoever waits for an answer must not wait for a cache. The connection comes back by itself.
 */
export function openRedisStore(url: string): Store {
  const redis = new Redis(url, {
    keyPrefix: PREFIX,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: 150,
    connectTimeout: CONNECT_TIMEOUT,
    enableAutoPipelining: true,
    retryStrategy: (attempt) => Math.min(attempt * 100, 2000),
  })
  // Each command reports its own failure; without a listener ioredis prints every lost connection.
  redis.on('error', () => {})
  return {
    async ready() {
      if (redis.status === 'ready') return
      await Promise.race([once(redis, 'ready'), sleep(CONNECT_TIMEOUT, undefined, { ref: false })])
    },
    async read(key) {
      return (await redis.get(key)) ?? undefined
    },
    async write(key, value, seconds) {
      await redis.set(key, value, 'EX', seconds)
    },
    async erase(...keys) {
      return await redis.del(...keys)
    },
    async claim(key, value, seconds) {
      return (await redis.set(key, value, 'EX', seconds, 'NX')) === 'OK'
    },
    async close() {
      redis.disconnect()
    },
  }
}
