import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Bot } from 'grammy'
import type { Update, UserFromGetMe } from 'grammy/types'
import type { Config } from './config.ts'
import { decodeModel, type Model } from './core/model.ts'
import { createResponder, type Responder } from './core/reply.ts'
import { loadKnowledge } from './knowledge/load.ts'
import type { Knowledge } from './knowledge/schema.ts'
import { type Log, safeError } from './log.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import type { Store } from './store/port.ts'
import { openRedisStore } from './store/redis.ts'
import { createResilientStore } from './store/resilient.ts'
import { openSqliteStore } from './store/sqlite.ts'
import { createBot } from './telegram/bot.ts'
import type { Outcome, TirekContext } from './telegram/context.ts'
import { type BotApiFetch, createDelivery } from './telegram/delivery.ts'
import { createDrafts } from './telegram/drafts.ts'
import { outcomeOf } from './telegram/errors.ts'
import { createChatKey, flowKey, letterKey, sessionKey, trailKey } from './telegram/memory.ts'
import { createTrail } from './telegram/trail.ts'

/** The knowledge of this repository. */
export const KNOWLEDGE_FOLDER = join(import.meta.dirname, '../knowledge')
/** What was learnt from it: `npm run train`. */
export const MODEL_FILE = join(KNOWLEDGE_FOLDER, 'model.bin')

/** The model of this repository. Throws where the file is missing or of another version. */
export const loadModel = (): Model => decodeModel(readFileSync(MODEL_FILE))

/** What the outside world provides; tests and tools bring their own. */
export interface Ports {
  log: Log
  /** Clock in milliseconds. */
  now?: () => number
  fetch?: BotApiFetch
  /** In place of the store that the configuration names. */
  store?: Store
  /** In place of the knowledge of this repository. */
  knowledge?: Knowledge
  /** In place of one that is made from the knowledge, which takes a second. */
  responder?: Responder
  botInfo?: UserFromGetMe
  /** Whether a chat may write as fast as it likes: for the terminal, where there is but one. */
  unlimited?: boolean
}

/** Tirek, put together and not yet started. */
export interface App {
  bot: Bot<TirekContext>
  knowledge: Knowledge
  metrics: Metrics
  /** Whether the store answers; without it Tirek goes on with what it has in memory. */
  storeHealthy: () => boolean
  /** Handles one update to its end; never throws. */
  handleUpdate: (update: Update) => Promise<Outcome>
  /** Resolves once the store is connected, or after two seconds without it. */
  ready: () => Promise<void>
  close: () => Promise<void>
}

/** The composition root. Throws KnowledgeError, and where the store's folder cannot be written. */
export function createApp(
  config: Pick<Config, 'botToken' | 'apiRoot' | 'now'> & {
    store: Config['store'] | { kind: 'memory' }
  },
  ports: Ports,
): App {
  const { log } = ports
  const clock = ports.now ?? Date.now
  const metrics = createMetrics()
  const knowledge = ports.knowledge ?? loadKnowledge(KNOWLEDGE_FOLDER)
  const responder = ports.responder ?? createResponder(knowledge, loadModel())
  const store = createResilientStore(
    ports.store ?? openStore(config.store, clock),
    openSqliteStore(undefined, clock),
    {
      now: clock,
      onFailure: (error) => {
        metrics.storeFailures.inc()
        log.warn('store-failed', { error: safeError(error) })
      },
    },
  )
  const chatKey = createChatKey(config.botToken)
  const trail = createTrail(store, chatKey)
  const bot = createBot(
    {
      knowledge,
      responder,
      store,
      drafts: createDrafts(store, {
        botToken: config.botToken,
        keyOf: (chatId) => letterKey(chatKey(chatId)),
        now: clock,
      }),
      trail,
      log,
      metrics,
      today: () => (config.now ?? new Date(clock())).toISOString().slice(0, 10),
      now: clock,
      chatKey,
      forget: async (chatId) => {
        if (chatId === undefined) return
        const key = chatKey(chatId)
        await store.erase(sessionKey(key), flowKey(key), letterKey(key), trailKey(key))
      },
    },
    {
      token: config.botToken,
      apiRoot: config.apiRoot,
      fetch: trail.watch(createDelivery(ports.fetch ?? fetch, { log, metrics })),
      unlimited: ports.unlimited ?? false,
      ...(ports.botInfo ? { botInfo: ports.botInfo } : {}),
    },
  )
  return {
    bot,
    knowledge,
    metrics,
    storeHealthy: () => store.healthy,
    handleUpdate: async (update) => {
      await bot.handleUpdate(update)
      return outcomeOf(update)
    },
    ready: () => store.ready(),
    close: () => store.close(),
  }
}

function openStore(config: Config['store'] | { kind: 'memory' }, now: () => number): Store {
  if (config.kind === 'redis') return openRedisStore(config.url)
  return openSqliteStore(config.kind === 'sqlite' ? config.folder : undefined, now)
}
