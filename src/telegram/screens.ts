import { FormattedString } from '@grammyjs/parse-mode'
import { wordsOf } from '../i18n.ts'
import type { Lang, Topic } from '../knowledge/schema.ts'
import type { Memory, TirekContext } from './context.ts'
import { FLOW, type FlowEntry } from './conversations.ts'
import {
  audienceKeyboard,
  flowsKeyboard,
  type KeyboardContext,
  languageKeyboard,
  lettersKeyboard,
  menuKeyboard,
  waysOnKeyboard,
} from './keyboards.ts'
import { firstView, type Message, renderTopic } from './render.ts'
import { send } from './send.ts'

/** What both commands and buttons lead to. */

/** What rendering needs to know of a chat, in a language of one's choice. */
export const viewOf = (ctx: TirekContext, lang: Lang = ctx.lang): KeyboardContext => ({
  knowledge: ctx.services.knowledge,
  lang,
  words: wordsOf(lang),
  day: ctx.services.today(),
  // In a group nothing is remembered.
  audience: (ctx.session as Memory | undefined)?.audience,
})

export const languageScreen = (
  { words }: TirekContext,
  ask: 'start.language' | 'language.ask',
): Message => ({
  text: new FormattedString(words(ask)),
  keyboard: languageKeyboard(words),
})

export const audienceScreen = ({ words }: TirekContext): Message => ({
  text: new FormattedString(words('start.audience')),
  keyboard: audienceKeyboard(words),
})

export const welcomeScreen = (ctx: TirekContext): Message => ({
  text: new FormattedString(ctx.words('start.welcome')),
  keyboard: waysOnKeyboard(viewOf(ctx)),
})

export const menuScreen = (ctx: TirekContext): Message => ({
  text: new FormattedString(ctx.words('menu.title')),
  keyboard: menuKeyboard(viewOf(ctx)),
})

export const flowsScreen = (ctx: TirekContext): Message => ({
  text: new FormattedString(ctx.words('flow.list')),
  keyboard: flowsKeyboard(viewOf(ctx)),
})

export const lettersScreen = (ctx: TirekContext): Message => ({
  text: new FormattedString(ctx.words('letters.list')),
  keyboard: lettersKeyboard(viewOf(ctx)),
})

/** Shows a topic that was chosen, not asked for: nobody is asked whether this was it. */
export async function openTopic(ctx: TirekContext, topic: Topic, lang: Lang): Promise<void> {
  ctx.session.topic = topic.id
  await send(
    ctx,
    renderTopic(topic, firstView(topic, ctx.session.audience, lang), viewOf(ctx, lang)),
  )
}

/** Takes the latest messages off the chat, the person's own too, and says so in one neutral line. */
export async function clearChat(ctx: TirekContext): Promise<void> {
  const { chatId, msgId } = ctx
  if (chatId === undefined || msgId === undefined) return
  await ctx.services.trail.clear(ctx.api, chatId, msgId)
  await ctx.reply(ctx.words('clear.done'))
}

/** Begins a flow; a flow or letter that was under way ends. */
export async function enterFlow(
  ctx: TirekContext,
  flow: string,
  lang: Lang = ctx.lang,
): Promise<void> {
  const { audience } = ctx.session
  const entry: FlowEntry = {
    flow,
    lang,
    day: ctx.services.today(),
    ...(audience ? { audience } : {}),
  }
  await ctx.services.drafts.erase(ctx.chatId ?? 0)
  await ctx.conversation.exitAll()
  await ctx.conversation.enter(FLOW, entry)
}

/** Makes a language the chat's own. */
export function speak(ctx: TirekContext, lang: Lang): void {
  ctx.lang = lang
  ctx.words = wordsOf(lang)
}
