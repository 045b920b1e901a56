import { FormattedString } from '@grammyjs/parse-mode'
import { Composer } from 'grammy'
import type { Topic } from '../knowledge/schema.ts'
import { decodePress, type Press, topicsOfCodes } from './callback.ts'
import type { TirekContext } from './context.ts'
import { answerKeyboard, groupKeyboard, topicsKeyboard } from './keyboards.ts'
import { firstView, renderChoices, renderNone, renderNumbers, renderTopic } from './render.ts'
import {
  audienceScreen,
  clearChat,
  enterFlow,
  menuScreen,
  openTopic,
  speak,
  viewOf,
  welcomeScreen,
} from './screens.ts'
import { send, show } from './send.ts'

/** Presses of buttons, also of messages that are months old. */
export const buttons = new Composer<TirekContext>()

buttons.on('callback_query', async (ctx) => {
  const press = decodePress(ctx.callbackQuery.data ?? '')
  const result = press === undefined ? STALE : await act(ctx, press)
  if (result === STALE)
    await ctx.answerCallbackQuery({ text: ctx.words('unsupported.stale'), show_alert: true })
  else await ctx.answerCallbackQuery(result)
})

/** The button has outlived what it led to. */
const STALE = Symbol('stale')
/** What to show above the chat for a moment, if anything. */
type Result = typeof STALE | string | undefined

async function act(ctx: TirekContext, press: Press): Promise<Result> {
  const { knowledge, metrics } = ctx.services
  switch (press.do) {
    case 'menu':
      return void (await show(ctx, menuScreen(ctx)))
    case 'numbers':
      return void (await send(ctx, renderNumbers(viewOf(ctx))))
    case 'none':
      return void (await send(ctx, renderNone(viewOf(ctx))))
    case 'clear':
      return void (await clearChat(ctx))
    case 'group':
      return await openGroup(ctx, press)
    case 'lang':
      return await chooseLanguage(ctx, press)
    case 'audience':
      if (press.audience !== 'skip') ctx.session.audience = press.audience
      return void (await show(ctx, welcomeScreen(ctx)))
    case 'flow':
      if (!knowledge.flows.has(press.flow)) return STALE
      return void (await enterFlow(ctx, press.flow))
    case 'step':
      // The flow that this step belonged to is over, or was changed since.
      return STALE
    case 'wrong':
      return void (await send(ctx, otherTopics(ctx, press)))
    case 'ordinary':
      return void (await ordinaryAnswer(ctx, press))
    default: {
      const topic = knowledge.byId.get(press.topic)
      if (!topic) return STALE
      if (press.do === 'right') metrics.feedback.inc({ topic: topic.id, verdict: 'right' })
      return await onTopic(ctx, press, topic)
    }
  }
}

type TopicPress = Extract<Press, { topic: string }>

async function onTopic(ctx: TirekContext, press: TopicPress, topic: Topic): Promise<Result> {
  const context = viewOf(ctx, press.lang)
  switch (press.do) {
    case 'open':
      return void (await openTopic(ctx, topic, press.lang))
    case 'view':
      return void (await show(ctx, renderTopic(topic, press.view, context, alternativesOf(ctx))))
    case 'related': {
      const near = topic.related.flatMap((id) => ctx.services.knowledge.byId.get(id) ?? [])
      const text = new FormattedString(context.words('answer.relatedTo'))
      return void (await send(ctx, { text, keyboard: topicsKeyboard(near, context) }))
    }
    case 'right':
      await ctx.editMessageReplyMarkup({
        reply_markup: answerKeyboard(topic, 'short', undefined, context),
      })
      return context.words('answer.thanks')
  }
}

/** What else the question may have meant: written into the «wrong» button of the same message. */
function alternativesOf(ctx: TirekContext): Topic[] | undefined {
  for (const button of ctx.callbackQuery?.message?.reply_markup?.inline_keyboard.flat() ?? []) {
    const press = 'callback_data' in button ? decodePress(button.callback_data) : undefined
    if (press?.do === 'wrong') return topicsOfCodes(ctx.services.knowledge.topics, press.codes)
  }
  return undefined
}

function otherTopics(ctx: TirekContext, press: Extract<Press, { do: 'wrong' }>) {
  const { knowledge, metrics } = ctx.services
  metrics.feedback.inc({ topic: ctx.session.topic ?? 'unknown', verdict: 'wrong' })
  const context = viewOf(ctx, press.lang)
  const choices = topicsOfCodes(knowledge.topics, press.codes)
  return choices.length > 0
    ? renderChoices(context.words('suggest.sorry'), choices, context)
    : renderNone(context)
}

/** «It is not about me»: the ordinary answer to the words that looked like danger. */
async function ordinaryAnswer(
  ctx: TirekContext,
  press: Extract<Press, { do: 'ordinary' }>,
): Promise<void> {
  const context = viewOf(ctx, press.lang)
  const [first, ...others] = topicsOfCodes(ctx.services.knowledge.topics, press.codes)
  if (!first) return await send(ctx, renderNone(context))
  await ctx.reply(context.words('card.ordinary'))
  ctx.session.topic = first.id
  await send(
    ctx,
    renderTopic(first, firstView(first, ctx.session.audience, press.lang), context, others),
  )
}

async function openGroup(
  ctx: TirekContext,
  press: Extract<Press, { do: 'group' }>,
): Promise<Result> {
  const context = viewOf(ctx)
  const group = context.knowledge.groups.find(({ id }) => id === press.group)
  const keyboard = groupKeyboard(press.group, press.page, context)
  if (!group || !keyboard) return STALE
  const text = new FormattedString(context.words('menu.group', { group: group[context.lang] }))
  await show(ctx, { text, keyboard })
  return undefined
}

/** Chosen at the start, the question who is asking follows; later, a word of confirmation. */
async function chooseLanguage(
  ctx: TirekContext,
  press: Extract<Press, { do: 'lang' }>,
): Promise<Result> {
  const first = !ctx.session.langChosen
  ctx.session.lang = press.lang
  ctx.session.langChosen = true
  speak(ctx, press.lang)
  await show(
    ctx,
    first ? audienceScreen(ctx) : { text: new FormattedString(ctx.words('language.set')) },
  )
  return undefined
}
