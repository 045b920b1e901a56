import type { NextFunction } from 'grammy'
import type { InlineKeyboardMarkup } from 'grammy/types'
import { wordsOf } from '../i18n.ts'
import { LANGS, type Topic } from '../knowledge/schema.ts'
import type { TirekContext } from './context.ts'
import { titleOf } from './keyboards.ts'
import { renderNumbers, renderTopic, type toPayloads } from './render.ts'
import { speak, viewOf } from './screens.ts'

/** The payload of /start that opens the numbers: the way from a group to help. */
export const NUMBERS_LINK = '111'

/**
 * Where Tirek stays: private chats, and groups as a plain member. It leaves channels, where there is
 * nobody to answer, and groups that make it an administrator, because an administrator receives
 * everything that is said there. Who has left is forgotten.
 */
export async function knowYourPlace(ctx: TirekContext, next: NextFunction): Promise<void> {
  const membership = ctx.myChatMember
  if (membership === undefined) return await next()
  const { status } = membership.new_chat_member
  if (status === 'kicked' || status === 'left') return await ctx.services.forget(ctx.chatId)
  const type = ctx.chat?.type
  if (type === 'channel') return void (await ctx.leaveChat())
  if (status !== 'administrator' || (type !== 'group' && type !== 'supergroup')) return
  // Nobody is known there yet: it is said in both languages.
  await ctx.reply(LANGS.map((lang) => wordsOf(lang)('group.administrator')).join('\n\n'))
  await ctx.leaveChat()
}

/**
 * In a group Tirek speaks only when it is spoken to: by command, by name, or in reply to it. It
 * answers questions on the law; about somebody's situation it says nothing there, and shows the
 * numbers and the way to the private chat.
 */
export async function answerInGroup(ctx: TirekContext, next: NextFunction): Promise<void> {
  const { chat, message } = ctx
  if (chat?.type === 'private' || chat === undefined) return await next()
  // Buttons of a group have nothing to press: the wheel on the button is stopped.
  if (ctx.callbackQuery) return void (await ctx.answerCallbackQuery())
  const text = message?.text ?? message?.caption ?? ''
  if (message === undefined || chat.type === 'channel' || !isForMe(ctx, text)) return
  const { responder, knowledge } = ctx.services
  const question = withoutAddress(text, ctx.me.username)
  const reply = responder.reply({ text: question, likely: ctx.lang })
  speak(ctx, reply.kind === 'none' ? ctx.lang : reply.lang)
  const open = (topics: readonly Topic[]) =>
    topics.map((topic) => [
      { text: titleOf(topic, viewOf(ctx)), url: linkTo(ctx.me.username, topic.id) },
    ])
  if (/^\/111(@|\s|$)/.test(text)) return await say(ctx, renderNumbers(viewOf(ctx)).text, [])
  if (reply.kind === 'crisis' || reply.kind === 'disclosure' || reply.care || isSensitive(reply)) {
    const words = ctx.words('group.private')
    return await say(ctx, words, [
      [{ text: ctx.words('unsupported.openPrivate'), url: linkTo(ctx.me.username, NUMBERS_LINK) }],
    ])
  }
  if (reply.kind === 'answer' && !text.startsWith('/')) {
    const { text: answer } = renderTopic(reply.topic, 'short', { ...viewOf(ctx), knowledge })
    return await say(ctx, answer, open([reply.topic]))
  }
  const choices = reply.kind === 'suggest' ? open(reply.choices) : []
  await say(ctx, ctx.words('unsupported.group'), [
    ...choices,
    [{ text: ctx.words('unsupported.openPrivate'), url: linkTo(ctx.me.username) }],
  ])
}

/** Whether a message of a group is meant for Tirek. */
function isForMe(ctx: TirekContext, text: string): boolean {
  const name = ctx.me.username.toLowerCase()
  const command = /^\/\w+(?:@(\w+))?/.exec(text)
  if (command) return command[1] === undefined || command[1].toLowerCase() === name
  if (new RegExp(`@${name}(?!\\w)`, 'i').test(text)) return true
  return ctx.message?.reply_to_message?.from?.id === ctx.me.id
}

const withoutAddress = (text: string, name: string): string =>
  text.replace(/^\/\w+(@\w+)?/, '').replaceAll(new RegExp(`@${name}(?!\\w)`, 'gi'), ' ')

/** A question that its answer alone would tell something of the person who asked. */
const isSensitive = (reply: { kind: string; topics: readonly Topic[] }): boolean =>
  (reply.kind === 'answer' || reply.kind === 'suggest') && reply.topics[0]?.urgency !== 'normal'

const linkTo = (name: string, payload?: string): string =>
  `https://t.me/${name}${payload ? `?start=${payload}` : ''}`

async function say(
  ctx: TirekContext,
  text: Parameters<typeof toPayloads>[0]['text'] | string,
  rows: InlineKeyboardMarkup['inline_keyboard'],
): Promise<void> {
  const entities = typeof text === 'string' ? [] : text.entities
  await ctx.reply(typeof text === 'string' ? text : text.text, {
    entities,
    link_preview_options: { is_disabled: true },
    ...(ctx.message
      ? {
          reply_parameters: {
            message_id: ctx.message.message_id,
            allow_sending_without_reply: true,
          },
        }
      : {}),
    ...(rows.length > 0 ? { reply_markup: { inline_keyboard: rows } } : {}),
  })
}
