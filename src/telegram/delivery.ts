import { Readable } from 'node:stream'
import { buffer as bufferOf } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Log, safeError } from '../log.ts'
import type { Metrics } from '../metrics.ts'

/** What a client of the Bot API calls: fetch, or a double of it. */
export type BotApiFetch = typeof fetch

/** Longest wait that Telegram may ask for and still be waited out within an update, in seconds. */
const MAX_PATIENCE = 3
/** Wait before a call is repeated after the network or Telegram itself failed, in milliseconds. */
const PAUSE = 300
const LONG_POLL = 'getUpdates'

/**
 * Delivers calls of the Bot API: each is counted, and repeated once where that is likely to help
 * (429 with a short wait, 5xx, a broken connection). It stands in `client.fetch`, because API
 * transformers are bypassed inside conversations and run again on every replay.
 */
export function createDelivery(
  send: BotApiFetch,
  { log, metrics }: { log: Log; metrics: Metrics },
): BotApiFetch {
  return async (input, given) => {
    const init = await withWholeBody(given)
    const method = String(input).split('/').at(-1)?.split('?')[0] ?? 'unknown'
    const repeatable = method !== LONG_POLL && init?.body !== undefined
    const call = async (attempt: number): Promise<Response> => {
      let response: Response
      try {
        response = await send(input, bridgeSignal(init))
      } catch (error) {
        metrics.apiCalls.inc({ method, result: 'network' })
        if (attempt > 1 || !repeatable || init?.signal?.aborted) throw error
        log.warn('bot-api-repeat', { method, attempt, error: safeError(error) })
        await sleep(PAUSE)
        return await call(attempt + 1)
      }
      metrics.apiCalls.inc({ method, result: String(response.status) })
      const wait = attempt === 1 && repeatable ? await waitOf(response) : undefined
      if (wait === undefined) return response
      log.warn('bot-api-repeat', { method, attempt, milliseconds: wait })
      await sleep(wait)
      return await call(attempt + 1)
    }
    return await call(1)
  }
}

/** Milliseconds after which a call is worth repeating; undefined where it is not. */
async function waitOf(response: Response): Promise<number | undefined> {
  if (response.status >= 500) return PAUSE
  if (response.status !== 429) return undefined
  const body = (await response.clone().json()) as { parameters?: { retry_after?: number } }
  const seconds = body.parameters?.retry_after ?? MAX_PATIENCE + 1
  return seconds <= MAX_PATIENCE ? seconds * 1000 : undefined
}

/** A file comes as a stream, which could be sent once only: it is read first. A letter is some 10 KB. */
async function withWholeBody(init: RequestInit | undefined): Promise<RequestInit | undefined> {
  const body: unknown = init?.body
  if (!(body instanceof Readable)) return init
  return { ...init, body: await bufferOf(body) }
}

/** grammY brings an AbortSignal of its own, which the built-in fetch refuses: pass the abort on. */
function bridgeSignal(init: RequestInit | undefined): RequestInit {
  const { signal, ...rest } = init ?? {}
  if (!signal) return rest
  const controller = new AbortController()
  if (signal.aborted) controller.abort()
  else signal.addEventListener('abort', () => controller.abort(), { once: true })
  return { ...rest, signal: controller.signal }
}
