import { conversations, createConversation } from '@grammyjs/conversations'
import { sequentialize } from '@grammyjs/runner'
import { Bot, Composer, type Context, type NextFunction, session } from 'grammy'
import type { UserFromGetMe } from 'grammy/types'
import type { Lang } from '../knowledge/schema.ts'
import { buttons } from './buttons.ts'
import { promptedReplies } from './calc-prompts.ts'
import { commands, flowLinks } from './commands.ts'
import type { FlowContext, Memory, Services, TirekContext } from './context.ts'
import { createFlowConversation, FLOW } from './conversations.ts'
import type { BotApiFetch } from './delivery.ts'
import { containFailures, deferUpdate } from './errors.ts'
import { answerInGroup, knowYourPlace } from './groups.ts'
import { leaveLetter, letterAnswers } from './letters.ts'
import { limitFloods } from './limits.ts'
import {
  conversationStorage,
  conversationVersion,
  flowKey,
  sessionKey,
  sessionStorage,
} from './memory.ts'
import { questions, triage } from './questions.ts'
import { speak } from './screens.ts'

/** How the bot reaches Telegram. */
export interface BotOptions {
  token: string
  apiRoot: string
  fetch: BotApiFetch
  /** What getMe would answer, where it is known beforehand. */
  botInfo?: UserFromGetMe
  /** Whether a chat may write as fast as it likes. */
  unlimited?: boolean
}

/** The bot: everything that happens to an update, in order. */
export function createBot(services: Services, options: BotOptions): Bot<TirekContext> {
  const { knowledge, store, chatKey } = services
  const bot = new Bot<TirekContext>(options.token, {
    client: { apiRoot: options.apiRoot, fetch: options.fetch as never },
    ...(options.botInfo ? { botInfo: options.botInfo } : {}),
  })
  bot.use(provide(services))
  bot.use(containFailures)
  bot.use(sequentialize((ctx) => ctx.chatId?.toString()))
  bot.use(services.trail.follow)
  if (!options.unlimited) bot.use(limitFloods())
  bot.use(claimOnce)
  bot.use(knowYourPlace)
  bot.use(answerInGroup)

  const chat = bot.chatType('private')
  chat.use(
    session({
      initial: (): Memory => ({}),
      storage: sessionStorage(store),
      getSessionKey: (ctx) => sessionKey(keyOf(ctx, chatKey)),
    }),
  )
  chat.use(recallLanguage)
  chat.use(
    conversations<TirekContext, FlowContext>({
      storage: {
        type: 'context',
        version: conversationVersion(knowledge.flows),
        adapter: conversationStorage(store, (ctx) => flowKey(keyOf(ctx, chatKey))),
      },
    }),
  )
  chat.use(triage)
  chat.use(leaveOnCommand)
  chat.use(createConversation<TirekContext, FlowContext>(createFlowConversation(services), FLOW))
  chat.use(flowLinks, commands, buttons, letterAnswers, promptedReplies, questions, unsupported)
  return bot
}

const keyOf = (ctx: Context, chatKey: Services['chatKey']): string => {
  if (ctx.chatId === undefined)
    throw new TypeError('Expected an update of a chat: memory is kept per chat')
  return chatKey(ctx.chatId)
}

const provide = (services: Services) => async (ctx: TirekContext, next: NextFunction) => {
  ctx.services = services
  speak(ctx, telegramLanguage(ctx))
  await next()
}

const recallLanguage = async (ctx: TirekContext, next: NextFunction) => {
  if (ctx.session.lang) speak(ctx, ctx.session.lang)
  await next()
}

/** The language of the person's Telegram, until they write: Russian if it is, else Kazakh. */
const telegramLanguage = (ctx: Context): Lang =>
  ctx.from?.language_code?.startsWith('ru') ? 'ru' : 'kk'

/** Long enough for the slowest answer; after it a replica that died no longer holds the update. */
const BUSY_SECONDS = 60
const DONE_SECONDS = 86_400

/**
 * Telegram delivers an update again where it did not see our answer: each is answered once. One that
 * another replica is at work on is asked for again later.
 */
async function claimOnce(ctx: TirekContext, next: NextFunction): Promise<void> {
  const { store } = ctx.services
  const key = `update:${ctx.update.update_id}`
  if (!(await store.claim(key, 'busy', BUSY_SECONDS))) {
    if ((await store.read(key)) !== 'done') deferUpdate(ctx.update)
    return
  }
  try {
    await next()
  } catch (error) {
    await store.erase(key)
    throw error
  }
  await store.write(key, 'done', DONE_SECONDS)
}

/** Whoever types a command wants something else than the flow or letter that is under way. */
async function leaveOnCommand(ctx: TirekContext, next: NextFunction): Promise<void> {
  if (ctx.message?.text?.startsWith('/')) {
    ctx.leftFlow = Object.keys(ctx.conversation.active()).length > 0
    await ctx.conversation.exitAll()
    ctx.leftLetter = await leaveLetter(ctx)
  }
  await next()
}

/** One kind line for what Tirek cannot read. */
const unsupported = new Composer<TirekContext>()
unsupported.on('edited_message', (ctx) => ctx.reply(ctx.words('unsupported.edited')))
unsupported.on('message', async (ctx) => {
  await ctx.reply(ctx.words('unsupported.media'))
})
