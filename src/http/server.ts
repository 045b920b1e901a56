import { createHash, timingSafeEqual } from 'node:crypto'
import { type ServerType, serve } from '@hono/node-server'
import type { Update } from 'grammy/types'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { App } from '../app.ts'

/** Where and for whom the server listens. */
export interface ServerOptions {
  host: string
  port: number
  /** Absent in long polling: then only health and metrics are served. */
  webhook?: { path: string; secret: string }
}

/** Largest update that is read; Telegram's own stay far below. */
const MAX_BODY = 1024 * 1024
const SECRET_HEADER = 'x-telegram-bot-api-secret-token'

type HttpApp = Pick<App, 'handleUpdate' | 'metrics' | 'storeHealthy'>

/**
 * The routes. The webhook answers 200 for what is done or can never be delivered, and 503 for what
 * Telegram should deliver again; the answer comes after the work, so that a chat stays in order.
 */
export function createRoutes(
  app: HttpApp,
  { webhook }: Pick<ServerOptions, 'webhook'>,
  isReady: () => boolean,
): Hono {
  const routes = new Hono()
  routes.get('/healthz', (c) => c.json({ status: 'ok' }))
  routes.get('/readyz', (c) =>
    isReady()
      ? c.json({ status: 'ready', store: app.storeHealthy() ? 'ok' : 'away, served from memory' })
      : c.json({ status: 'starting or stopping' }, 503),
  )
  routes.get('/metrics', async (c) => {
    app.metrics.storeHealthy.set(app.storeHealthy() ? 1 : 0)
    return c.text(await app.metrics.register.metrics(), 200, {
      'content-type': app.metrics.register.contentType,
    })
  })
  if (!webhook) return routes
  routes.post(
    webhook.path,
    async (c, next) => {
      if (!sameSecret(c.req.header(SECRET_HEADER) ?? '', webhook.secret))
        return c.json({ error: 'wrong secret' }, 401)
      return await next()
    },
    bodyLimit({
      maxSize: MAX_BODY,
      // The rest of the body is not read: the connection cannot be used again.
      onError: (c) => c.json({ error: 'expected at most 1 MB' }, 413, { connection: 'close' }),
    }),
    async (c) => {
      if (!isReady()) return c.json({ error: 'starting or stopping, deliver it again' }, 503)
      const update: unknown = await c.req.json().catch(() => undefined)
      if (!isUpdate(update)) return c.json({ error: 'expected an update of the Bot API' }, 400)
      const outcome = await app.handleUpdate(update)
      return outcome === 'done'
        ? c.body(null, 200)
        : c.json({ error: 'busy, deliver it again' }, 503)
    },
  )
  return routes
}

/** Starts to listen; `port` tells where, which matters where 0 was asked for. */
export async function listen(
  routes: Hono,
  { host, port }: ServerOptions,
): Promise<{ port: number; close: () => Promise<void> }> {
  const server = await new Promise<ServerType>((resolve, reject) => {
    const starting: ServerType = serve({ fetch: routes.fetch, hostname: host, port }, () =>
      resolve(starting),
    )
    starting.once('error', reject)
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        if ('closeIdleConnections' in server) server.closeIdleConnections()
      }),
  }
}

/** Compared by digest in constant time, so that neither content nor length leaks. */
const sameSecret = (given: string, expected: string): boolean =>
  timingSafeEqual(digest(given), digest(expected))
const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

const isUpdate = (value: unknown): value is Update =>
  typeof value === 'object' &&
  value !== null &&
  Number.isInteger((value as { update_id?: unknown }).update_id)
