import { createHash, createHmac } from 'node:crypto'
import type { ConversationData, VersionedState } from '@grammyjs/conversations'
import type { Context, StorageAdapter } from 'grammy'
import type { Flow } from '../knowledge/schema.ts'
import type { Store } from '../store/port.ts'
import type { Memory } from './context.ts'

/** How long a chat is remembered after its last message. */
export const MEMORY_DAYS = 30
const MEMORY_SECONDS = MEMORY_DAYS * 86_400
/** How long an unfinished flow waits. */
const FLOW_SECONDS = 3600

/** Raise when the code of the conversations changes: running ones then end politely. */
const CONVERSATION_CODE = 2

/**
 * Names a chat by a hash keyed with the bot's token, so that neither the store nor the log tells
 * whose chat it is.
 */
export const createChatKey =
  (botToken: string) =>
  (chatId: number): string =>
    createHmac('sha256', botToken).update(String(chatId)).digest('base64url').slice(0, 22)

export const sessionKey = (chatKey: string): string => `session:${chatKey}`
export const flowKey = (chatKey: string): string => `flow:${chatKey}`
export const letterKey = (chatKey: string): string => `letter:${chatKey}`
export const trailKey = (chatKey: string): string => `trail:${chatKey}`

/** Sessions on the store, for grammY's session plugin. An empty memory is not written. */
export const sessionStorage = (store: Store): StorageAdapter<Memory> => ({
  read: async (key) => parse<Memory>(await store.read(key)),
  write: async (key, memory) => {
    const value = JSON.stringify(memory)
    if (value !== '{}') await store.write(key, value, MEMORY_SECONDS)
  },
  delete: async (key) => {
    await store.erase(key)
  },
})

type FlowRecord = VersionedState<ConversationData>

/** Stands for the chat's own number in a stored record. */
const THIS_CHAT = '$chat'

/**
 * Unfinished conversations on the store, by the chat of the update. Before a record is written, it is
 * slimmed of what no replay needs, and the chat's number is taken out of it; reading puts it back.
 */
export const conversationStorage = (store: Store, keyOf: (ctx: Context) => string) => ({
  read: async (ctx: Context) =>
    parse<FlowRecord>(await store.read(keyOf(ctx)), (_, value) =>
      value === THIS_CHAT ? ctx.chatId : value,
    ),
  write: async (ctx: Context, record: FlowRecord) => {
    const slim = (key: string, value: unknown) => {
      if (NEEDLESS.has(key) || isBot(key, value)) return undefined
      if (isAnswer(key, value)) return { message_id: value.message_id }
      return value === ctx.chatId ? THIS_CHAT : value
    }
    await store.write(keyOf(ctx), JSON.stringify(record, slim), FLOW_SECONDS)
  },
  delete: async (ctx: Context) => {
    await store.erase(keyOf(ctx))
  },
})

/** A changed flow or changed code ends the conversations that began before. */
export function conversationVersion(flows: ReadonlyMap<string, Flow>): string {
  const content = createHash('sha256').update(JSON.stringify([...flows.values()]))
  return `${CONVERSATION_CODE}-${content.digest('base64url').slice(0, 12)}`
}

/** The sender of the bot's own messages. */
const isBot = (key: string, value: unknown): boolean =>
  key === 'from' && (value as { is_bot?: boolean } | null)?.is_bot === true

/** What Telegram answered to a message that was sent or edited: nobody reads it again. */
const isAnswer = (key: string, value: unknown): value is { message_id: number } =>
  key === 'result' && typeof value === 'object' && value !== null && 'message_id' in value

/** What the plugin records of a person or a message and no replay needs: names, texts, buttons. */
const NEEDLESS = new Set([
  'date',
  'first_name',
  'last_name',
  'username',
  'language_code',
  'is_premium',
  'title',
  'text',
  'caption',
  'entities',
  'caption_entities',
  'reply_markup',
  'reply_to_message',
  'chat_instance',
  'link_preview_options',
])

/** A record that cannot be read is as good as none: the chat begins anew. */
export function parse<T>(
  value: string | undefined,
  revive?: (key: string, value: unknown) => unknown,
): T | undefined {
  if (value === undefined) return undefined
  try {
    return JSON.parse(value, revive) as T
  } catch {
    return undefined
  }
}
