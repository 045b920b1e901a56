import { type Api, type Context, GrammyError, type NextFunction } from 'grammy'
import type { Store } from '../store/port.ts'
import type { TirekContext } from './context.ts'
import type { BotApiFetch } from './delivery.ts'
import { trailKey } from './memory.ts'

/** How long a message can be deleted by a bot, and so how long its number is kept. */
const DELETABLE_SECONDS = 48 * 3600
/** Most messages of a chat whose numbers are kept. */
const MOST_IDS = 300
/** Numbers that one call of deleteMessages takes. */
const BATCH = 100

/**
 * The numbers of a chat's latest messages, so that /clear can take them off a shared phone. Only
 * numbers are kept, for 48 hours: Telegram lets no bot ask for a chat's history, and counting back
 * from the last message is not enough, because a bot's private chats share one counter.
 */
export interface Trail {
  /** Wraps the client's fetch: messages that are sent are noted. */
  watch: (send: BotApiFetch) => BotApiFetch
  /** Middleware: notes the message at hand, and writes down what this update brought. */
  follow: (ctx: TirekContext, next: NextFunction) => Promise<void>
  /** Whether numbers of this chat's messages are kept. */
  knows: (chatId: number) => Promise<boolean>
  /** Deletes what can be deleted of a chat, newest first; `from` is the latest number known. */
  clear: (api: Api, chatId: number, from: number) => Promise<void>
}

export function createTrail(store: Store, chatKey: (chatId: number) => string): Trail {
  /** Messages that were sent since their update began, by chat; taken when it ends. */
  const sent = new Map<number, number[]>()
  const recall = async (chatId: number) => parseIds(await store.read(trailKey(chatKey(chatId))))
  return {
    watch: (send) => async (input, init) => {
      const response = await send(input, init)
      if (response.ok && String(input).endsWith('/sendMessage')) {
        const { result } = (await response.clone().json()) as { result?: SentMessage }
        // Private chats have positive ids, groups and channels negative ones.
        if (result && result.chat.id > 0)
          sent.set(result.chat.id, [...(sent.get(result.chat.id) ?? []), result.message_id])
      }
      return response
    },
    follow: async (ctx, next) => {
      const { chatId } = ctx
      try {
        await next()
      } finally {
        if (chatId !== undefined) {
          const fresh = [...idsOf(ctx), ...(sent.get(chatId) ?? [])]
          sent.delete(chatId)
          if (fresh.length > 0 && !ctx.forgotten) {
            const ids = newestFirst([...(await recall(chatId)), ...fresh]).slice(0, MOST_IDS)
            await store.write(trailKey(chatKey(chatId)), ids.join(','), DELETABLE_SECONDS)
          }
        }
      }
    },
    knows: async (chatId) => (await recall(chatId)).length > 0,
    clear: async (api, chatId, from) => {
      // Counted back as well: it needs no store, and in a quiet bot it is all of the chat.
      const near = Array.from({ length: BATCH }, (_, back) => from - back).filter((id) => id > 0)
      const ids = newestFirst([...(await recall(chatId)), ...near])
      await store.erase(trailKey(chatKey(chatId)))
      for (let at = 0; at < ids.length; at += BATCH)
        if (!(await remove(api, chatId, ids.slice(at, at + BATCH)))) return
    },
  }
}

interface SentMessage {
  message_id: number
  chat: { id: number }
}

const idsOf = (ctx: Context): number[] => {
  const id = ctx.msg?.message_id
  return id === undefined || ctx.chat?.type !== 'private' ? [] : [id]
}

const newestFirst = (ids: readonly number[]): number[] =>
  [...new Set(ids)].sort((one, other) => other - one)

const parseIds = (value: string | undefined): number[] =>
  (value ?? '')
    .split(',')
    .map(Number)
    .filter((id) => Number.isSafeInteger(id) && id > 0)

/**
 * Deletes messages, newest first. Telegram refuses a whole batch for one message that is too old, so
 * a refused batch is halved until the border is found; answers whether all of them went.
 */
async function remove(api: Api, chatId: number, ids: readonly number[]): Promise<boolean> {
  try {
    await api.deleteMessages(chatId, [...ids])
    return true
  } catch (error) {
    if (!(error instanceof GrammyError) || error.error_code !== 400) throw error
    if (ids.length < 2) return false
    const half = Math.ceil(ids.length / 2)
    return (
      (await remove(api, chatId, ids.slice(0, half))) &&
      (await remove(api, chatId, ids.slice(half)))
    )
  }
}
