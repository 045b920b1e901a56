import { setImmediate } from 'node:timers/promises'
import type { InlineKeyboardButton, Message, Update, User, UserFromGetMe } from 'grammy/types'

/**
 * A Bot API for one process: it keeps the messages of its chats, so that the bot can be talked to
 * without Telegram. `npm run chat` calls it directly; the tests serve it over HTTP.
 */

/** A message as the chat shows it. */
export interface ShownMessage {
  id: number
  chat: number
  from: 'bot' | 'person'
  text: string
  entities: NonNullable<Message['entities']>
  buttons: InlineKeyboardButton[][]
  /** Whether the next message of the person is a reply to this one. */
  forcesReply?: true
  /** The file that was sent with it. */
  document?: SentFile
}

/** A file as it was sent. */
export interface SentFile {
  name: string
  content: Buffer
}

/** What the bot did, as the person sees it. */
export type ChatEvent =
  | { kind: 'sent' | 'edited'; message: ShownMessage }
  | { kind: 'deleted'; message: ShownMessage }
  | { kind: 'notice'; text: string; alert: boolean }

/** One call of the Bot API. */
export interface ApiCall {
  method: string
  payload: Record<string, unknown>
}

/** What a call answers: Telegram's envelope. */
export interface ApiAnswer {
  ok: boolean
  result?: unknown
  error_code?: number
  description?: string
  parameters?: { retry_after?: number }
}

export const LOCAL_BOT = {
  id: 1,
  is_bot: true,
  first_name: 'Тірек',
  username: 'tirek_bot',
  can_join_groups: true,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
  has_topics_enabled: false,
  allows_users_to_create_topics: false,
  can_manage_bots: false,
  supports_join_request_queries: false,
} as const satisfies UserFromGetMe

type Person = Partial<User> & { id: number }

export class LocalBotApi {
  readonly calls: ApiCall[] = []
  /** Called for everything that a person would see. */
  onEvent: (event: ChatEvent) => void = () => {}
  /** Answers in place of the API, to play a failing Telegram; undefined lets the call through. */
  intercept: (call: ApiCall) => ApiAnswer | undefined = () => undefined
  readonly #messages = new Map<string, ShownMessage>()
  readonly #settings = new Map<string, unknown>()
  readonly #pending: Update[] = []
  #messageId = 0
  #updateId = 0

  /** Answers a call as Telegram would. */
  answer(call: ApiCall): ApiAnswer {
    this.calls.push(call)
    const intercepted = this.intercept(call)
    if (intercepted) return intercepted
    try {
      return { ok: true, result: this.#perform(call) }
    } catch (error) {
      if (!(error instanceof LocalApiError)) throw error
      return { ok: false, error_code: 400, description: `Bad Request: ${error.message}` }
    }
  }

  /** In place of the network: give it to the bot's client as `fetch`. */
  readonly fetch = (async (input: unknown, init?: RequestInit) => {
    const method = String(input).split('/').at(-1) ?? ''
    const payload = payloadOf(init)
    if (method === 'getUpdates' && this.#pending.length === 0) await setImmediate()
    const answer = this.answer({ method, payload })
    return Response.json(answer, { status: answer.error_code ?? 200 })
  }) as typeof fetch

  /** Messages of a chat that still stand, oldest first. */
  messagesOf(chat: number): ShownMessage[] {
    return [...this.#messages.values()].filter((message) => message.chat === chat)
  }

  /** An update that carries a message of a person; `fields` are added to it or replace its text. */
  messageUpdate(
    person: Person,
    fields: Record<string, unknown>,
    chat?: Record<string, unknown>,
  ): Update {
    const from = this.#user(person)
    const where = chat ?? { id: person.id, type: 'private', first_name: from.first_name }
    const text = fields['text']
    const entities =
      typeof text === 'string' && text.startsWith('/')
        ? [{ type: 'bot_command', offset: 0, length: text.split(/\s/, 1)[0]?.length ?? 0 }]
        : undefined
    const asked = this.messagesOf(person.id).at(-1)
    const message = {
      message_id: ++this.#messageId,
      date: 0,
      chat: where,
      // As the apps do: what is typed next is a reply to a message that forces one.
      ...(asked?.forcesReply ? { reply_to_message: this.#toMessage(asked) } : {}),
      from,
      ...(entities ? { entities } : {}),
      ...fields,
    }
    return { update_id: ++this.#updateId, message } as unknown as Update
  }

  /** An update that carries the press of a button under one of the bot's messages. */
  pressUpdate(person: Person, message: ShownMessage, data: string): Update {
    return {
      update_id: ++this.#updateId,
      callback_query: {
        id: String(this.#updateId),
        from: this.#user(person),
        chat_instance: 'local',
        message: this.#toMessage(message),
        data,
      },
    } as unknown as Update
  }

  /** Hands an update out by getUpdates, as Telegram does in long polling. */
  queue(update: Update): void {
    this.#pending.push(update)
  }

  #user(person: Person) {
    return { is_bot: false, first_name: 'Айым', language_code: 'kk', ...person }
  }

  #perform({ method, payload }: ApiCall): unknown {
    switch (method) {
      case 'getMe':
        return LOCAL_BOT
      case 'getUpdates': {
        const offset = Number(payload['offset'] ?? 0)
        while (this.#pending[0] && this.#pending[0].update_id < offset) this.#pending.shift()
        return [...this.#pending]
      }
      case 'sendMessage':
        return this.#send(payload)
      case 'sendDocument':
        return this.#sendDocument(payload)
      case 'editMessageText':
      case 'editMessageReplyMarkup':
        return this.#edit(payload)
      case 'deleteMessage':
        return this.#delete(Number(payload['chat_id']), [Number(payload['message_id'])])
      case 'deleteMessages':
        return this.#delete(Number(payload['chat_id']), payload['message_ids'] as number[])
      case 'answerCallbackQuery': {
        const text = String(payload['text'] ?? '')
        if (text) this.onEvent({ kind: 'notice', text, alert: payload['show_alert'] === true })
        return true
      }
      default:
        return this.#setting(method, payload)
    }
  }

  /** setX keeps what getX answers, by language. */
  #setting(method: string, payload: Record<string, unknown>): unknown {
    const { language_code: language = '', ...value } = payload
    const name = `${method.replace(/^[gs]et/, '')}:${language}`
    if (method.startsWith('set')) {
      this.#settings.set(name, 'commands' in value ? value['commands'] : value)
      return true
    }
    if (method === 'getMyCommands') return this.#settings.get(name) ?? []
    if (method.startsWith('get')) return this.#settings.get(name) ?? {}
    if (method === 'deleteWebhook' || method === 'leaveChat' || method === 'sendChatAction')
      return true
    throw new LocalApiError(`method "${method}" is not played by the local Bot API`)
  }

  #send(payload: Record<string, unknown>): unknown {
    const markup = payload['reply_markup'] as { force_reply?: boolean } | undefined
    const message: ShownMessage = {
      id: ++this.#messageId,
      chat: Number(payload['chat_id']),
      from: 'bot',
      ...(markup?.force_reply ? { forcesReply: true } : {}),
      ...this.#content(payload),
    }
    this.#messages.set(keyOf(message.chat, message.id), message)
    this.onEvent({ kind: 'sent', message })
    return this.#toMessage(message)
  }

  #sendDocument(payload: Record<string, unknown>): unknown {
    const document = payload['document'] as SentFile | undefined
    if (!document?.content) throw new LocalApiError('there is no document in the request')
    const message: ShownMessage = {
      id: ++this.#messageId,
      chat: Number(payload['chat_id']),
      from: 'bot',
      ...this.#content({ ...payload, text: payload['caption'] }),
      document,
    }
    this.#messages.set(keyOf(message.chat, message.id), message)
    this.onEvent({ kind: 'sent', message })
    return { ...this.#toMessage(message), text: undefined, document: { file_name: document.name } }
  }

  #edit(payload: Record<string, unknown>): unknown {
    const message = this.#messages.get(
      keyOf(Number(payload['chat_id']), Number(payload['message_id'])),
    )
    if (!message) throw new LocalApiError('message to edit not found')
    const before = JSON.stringify(message)
    if ('text' in payload) Object.assign(message, this.#content(payload))
    else message.buttons = buttonsOf(payload)
    if (JSON.stringify(message) === before) throw new LocalApiError('message is not modified')
    this.onEvent({ kind: 'edited', message })
    return this.#toMessage(message)
  }

  #delete(chat: number, ids: readonly number[]): true {
    for (const id of ids) {
      const message = this.#messages.get(keyOf(chat, id))
      if (!message) continue
      this.#messages.delete(keyOf(chat, id))
      this.onEvent({ kind: 'deleted', message })
    }
    return true
  }

  /** Checks what Telegram would refuse. */
  #content(payload: Record<string, unknown>): Pick<ShownMessage, 'text' | 'entities' | 'buttons'> {
    const text = String(payload['text'] ?? '')
    if (text.trim() === '') throw new LocalApiError('message text is empty')
    if (text.length > 4096) throw new LocalApiError('message is too long')
    const buttons = buttonsOf(payload)
    for (const button of buttons.flat()) {
      const data = 'callback_data' in button ? button.callback_data : ''
      if (Buffer.byteLength(data) > 64) throw new LocalApiError('BUTTON_DATA_INVALID')
      if (button.text.trim() === '')
        throw new LocalApiError('text buttons are unallowed without text')
    }
    const entities = (payload['entities'] ?? []) as ShownMessage['entities']
    for (const { offset, length } of entities) {
      if (offset < 0 || length <= 0 || offset + length > text.length) {
        throw new LocalApiError('entity beyond the end of the message text')
      }
    }
    return { text, entities, buttons }
  }

  #toMessage(message: ShownMessage) {
    return {
      message_id: message.id,
      date: 0,
      chat: { id: message.chat, type: 'private', first_name: 'Айым' },
      from: LOCAL_BOT,
      text: message.text,
      entities: message.entities,
      reply_markup: { inline_keyboard: message.buttons },
    }
  }
}

/** The parameters of a call: JSON, or a form with a file in it. */
function payloadOf(init: RequestInit | undefined): ApiCall['payload'] {
  const body: unknown = init?.body
  if (typeof body === 'string') return body === '' ? {} : (JSON.parse(body) as ApiCall['payload'])
  const boundary = /boundary=(.+)$/.exec(new Headers(init?.headers).get('content-type') ?? '')?.[1]
  return body instanceof Uint8Array && boundary ? formOf(Buffer.from(body), boundary) : {}
}

/** A form as grammY writes it, which is looser than the built-in parser of forms allows. */
function formOf(body: Buffer, boundary: string): ApiCall['payload'] {
  const payload: ApiCall['payload'] = {}
  const files = new Map<string, SentFile>()
  // Latin-1 keeps every byte as it is.
  for (const part of body.toString('latin1').split(`--${boundary}`).slice(1, -1)) {
    const cut = part.indexOf('\r\n\r\n')
    const head = Buffer.from(part.slice(0, cut), 'latin1').toString()
    const content = Buffer.from(part.slice(cut + 4, -2), 'latin1')
    const field = /name="([^"]*)"/.exec(head)?.[1] ?? ''
    const name = /filename="?([^"\r\n]*)/.exec(head)?.[1]
    if (name === undefined) payload[field] = content.toString()
    else files.set(`attach://${field}`, { name, content })
  }
  for (const [field, value] of Object.entries(payload))
    payload[field] = files.get(String(value)) ?? value
  return payload
}

class LocalApiError extends Error {}

const keyOf = (chat: number, message: number): string => `${chat}:${message}`

const buttonsOf = (payload: Record<string, unknown>): InlineKeyboardButton[][] =>
  (
    payload['reply_markup'] as { inline_keyboard?: InlineKeyboardButton[][] } | undefined
  )?.inline_keyboard?.filter((row) => row.length > 0) ?? []
