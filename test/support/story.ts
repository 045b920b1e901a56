import { PassThrough } from 'node:stream'
import type { Update } from 'grammy/types'
import { type App, createApp } from '../../src/app.ts'
import { type ChatEvent, LOCAL_BOT, type ShownMessage } from '../../src/cli/local-bot-api.ts'
import type { Config } from '../../src/config.ts'
import type { Knowledge } from '../../src/knowledge/schema.ts'
import { createLog } from '../../src/log.ts'
import type { Store } from '../../src/store/port.ts'
import { type BotApiServer, startBotApi } from './bot-api-server.ts'
import { knowledge, responder } from './knowledge.ts'

/** The day on which all stories are told. */
export const STORY_DAY = '2026-11-24'
export const TOKEN = '42:story-token-story-token'

/** The real bot over a fake HTTP Bot API, and people who talk to it. */
export interface Stage {
  app: App
  server: BotApiServer
  /** Everything that was logged, at the finest level. */
  logged: () => string
  /** A person with a private chat of their own. */
  person: (id: number, options?: { telegramLanguage?: string }) => Person
  deliver: (update: Update) => Promise<'done' | 'later'>
  close: () => Promise<void>
}

export interface StageOptions {
  store?: Config['store'] | { kind: 'memory' }
  port?: Store
  day?: string
  server?: BotApiServer
  /** Whether chats are held to the limits; a story that is told fast is not. */
  limited?: boolean
  /** In place of the knowledge of the repository. */
  knowledge?: Knowledge
  /** In place of the clock, in milliseconds. */
  clock?: () => number
}

export async function createStage(options: StageOptions = {}): Promise<Stage> {
  const server = options.server ?? (await startBotApi())
  const lines: string[] = []
  const destination = new PassThrough()
  destination.on('data', (chunk: Buffer) => lines.push(chunk.toString()))
  const app = createApp(
    {
      botToken: TOKEN,
      apiRoot: server.root,
      store: options.store ?? { kind: 'memory' },
      now: new Date(options.day ?? STORY_DAY),
    },
    {
      log: createLog('trace', destination),
      knowledge: options.knowledge ?? knowledge,
      responder,
      botInfo: LOCAL_BOT,
      unlimited: options.limited !== true,
      ...(options.port ? { store: options.port } : {}),
      ...(options.clock ? { now: options.clock } : {}),
    },
  )
  await app.ready()
  const people = new Map<number, Person>()
  server.api.onEvent = (event) => {
    for (const person of people.values()) person.see(event)
  }
  const stage: Stage = {
    app,
    server,
    logged: () => lines.join(''),
    person: (id, { telegramLanguage = 'kk' } = {}) => {
      const person = new Person(id, telegramLanguage, stage)
      people.set(id, person)
      return person
    },
    deliver: (update) => app.handleUpdate(update),
    close: async () => {
      await app.close()
      if (!options.server) await server.close()
    },
  }
  return stage
}

/** Somebody in front of a phone. */
export class Person {
  readonly id: number
  /** What happened in the chat, for docs/conversations.md. */
  readonly transcript: {
    who: 'person' | 'bot' | 'press' | 'notice' | 'edit'
    text: string
    buttons?: string[][]
    file?: string
  }[] = []
  notices: string[] = []
  readonly #from: { id: number; language_code: string }
  readonly #stage: Stage

  constructor(id: number, language: string, stage: Stage) {
    this.id = id
    this.#from = { id, language_code: language }
    this.#stage = stage
  }

  /** The bot's messages that stand in this chat, oldest first. */
  get messages(): ShownMessage[] {
    return this.#stage.server.api.messagesOf(this.id)
  }

  /** The bot's latest message. Throws where there is none. */
  get last(): ShownMessage {
    const message = this.messages.at(-1)
    if (!message) throw new Error('The bot has not said anything yet')
    return message
  }

  /** Its text. */
  get reply(): string {
    return this.last.text
  }

  /** The labels of its buttons, row by row. */
  get buttons(): string[][] {
    return this.last.buttons.map((row) => row.map((button) => button.text))
  }

  async says(text: string): Promise<string> {
    this.transcript.push({ who: 'person', text })
    await this.sends({ text })
    return this.reply
  }

  /** Sends a message of any kind: a sticker, a photo with words. */
  async sends(fields: Record<string, unknown>): Promise<'done' | 'later'> {
    return await this.#stage.deliver(this.#stage.server.api.messageUpdate(this.#from, fields))
  }

  /** Presses the button whose label holds `label`, under the latest message that has one. */
  async presses(label: string): Promise<string> {
    for (const message of this.messages.toReversed()) {
      const button = message.buttons.flat().find((each) => each.text.includes(label))
      if (!button) continue
      if (!('callback_data' in button))
        throw new Error(`The button "${button.text}" is not one that can be pressed`)
      this.transcript.push({ who: 'press', text: button.text })
      await this.pressesData(button.callback_data, message)
      return this.reply
    }
    throw new Error(`No button "${label}"; there are: ${JSON.stringify(this.buttons)}`)
  }

  /** Presses a button with the given data, as an old or forged one. */
  async pressesData(data: string, message: ShownMessage = this.last): Promise<void> {
    await this.#stage.deliver(this.#stage.server.api.pressUpdate(this.#from, message, data))
  }

  see(event: ChatEvent): void {
    if (event.kind === 'notice') {
      this.notices.push(event.text)
      this.transcript.push({ who: 'notice', text: event.text })
      return
    }
    if (event.message.chat !== this.id || event.kind === 'deleted') return
    this.transcript.push({
      who: event.kind === 'sent' ? 'bot' : 'edit',
      text: event.message.text,
      buttons: event.message.buttons.map((row) => row.map((button) => button.text)),
      ...(event.message.document ? { file: event.message.document.name } : {}),
    })
  }
}
