import { FormattedString } from '@grammyjs/parse-mode'
import { Composer } from 'grammy'
import type { Topic } from '../knowledge/schema.ts'
import { calcMessage } from './calc.ts'
import { sendPrompt } from './calc-prompts.ts'
import { decodePress, type Press, topicsOfCodes } from './callback.ts'
import type { TirekContext } from './context.ts'
import { answerKeyboard, groupKeyboard, topicsKeyboard } from './keyboards.ts'
import { enterLetter, letLetterWait, pressFact } from './letters.ts'
import { firstView, renderChoices, renderNone, renderNumbers, renderTopic } from './render.ts'
import {
  audienceScreen,
  clearChat,
  enterFlow,
  flowsScreen,
  lettersScreen,
  menuScreen,
  openTopic,
  speak,
  viewOf,
  welcomeScreen,
} from './screens.ts'
import { send, show } from './send.ts'
import { renderBodies, renderBody, renderRegions } from './where.ts'

/** Presses of buttons, also of messages that are months old. */
export const buttons = new Composer<TirekContext>()

buttons.on('callback_query', async (ctx) => {
  const press = decodePress(ctx.callbackQuery.data ?? '')
  const result = press === undefined ? STALE : await act(ctx, press)
  if (result === STALE || result === OVER) {
    const text = ctx.words(result === STALE ? 'unsupported.stale' : 'unsupported.over')
    await ctx.answerCallbackQuery({ text, show_alert: true })
  } else await ctx.answerCallbackQuery(result)
  if (press && press.do !== 'fact' && press.do !== 'letter') await letLetterWait(ctx)
})

/** The button has outlived what it led to. */
const STALE = Symbol('stale')
/** The step is over, or its flow or letter was changed since. */
const OVER = Symbol('over')
/** What to show above the chat for a moment, if anything. */
type Result = typeof STALE | typeof OVER | string | undefined

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
      return void (await enterFlow(ctx, press.flow, press.lang))
    case 'step':
      // The flow that this step belonged to is over, or was changed since.
      return knowledge.flows.has(press.flow) ? OVER : STALE
    case 'flows':
      return void (await show(ctx, flowsScreen(ctx)))
    case 'letters':
      return void (await show(ctx, lettersScreen(ctx)))
    case 'letter': {
      const letter = knowledge.letters.get(press.letter)
      if (!letter) return STALE
      return void (await enterLetter(ctx, letter, press.lang ?? ctx.lang))
    }
    case 'fact':
      if (await pressFact(ctx, press)) return undefined
      return knowledge.letters.has(press.letter) ? OVER : STALE
    case 'wrong':
      return void (await send(ctx, otherTopics(ctx, press)))
    case 'ordinary':
      return void (await ordinaryAnswer(ctx, press))
    case 'calc':
      return await calculate(ctx, press)
    case 'where':
    case 'regions':
      return await whereToGo(ctx, press)
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

/** A step of a calculator: it takes the message's place; under an answer, it stands below it. */
async function calculate(
  ctx: TirekContext,
  { step, lang }: Extract<Press, { do: 'calc' }>,
): Promise<Result> {
  const context = viewOf(ctx, lang)
  if (step.of === 'write') return void (await sendPrompt(ctx, step.what, context))
  const message = calcMessage(step, context)
  return void (isOwn(ctx) ? await show(ctx, message) : await send(ctx, message))
}

/** The way to a body: regions, bodies, one of them. */
async function whereToGo(
  ctx: TirekContext,
  press: Extract<Press, { do: 'where' | 'regions' }>,
): Promise<Result> {
  const context = viewOf(ctx, press.lang)
  const message =
    press.do === 'regions'
      ? renderRegions(press.body, context)
      : press.body === undefined
        ? renderBodies(press.region, context)
        : renderBody(press.body, press.region, context)
  if (!message) return STALE
  return void (isOwn(ctx) ? await show(ctx, message) : await send(ctx, message))
}

/** Whether the pressed message is one of the tools: an answer that somebody reads stays where it is. */
const isOwn = (ctx: TirekContext): boolean =>
  !(ctx.callbackQuery?.message?.reply_markup?.inline_keyboard.flat() ?? []).some((button) => {
    const press = 'callback_data' in button ? decodePress(button.callback_data) : undefined
    return press?.do === 'view' || press?.do === 'group'
  })

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
